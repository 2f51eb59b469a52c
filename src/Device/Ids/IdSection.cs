using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Device.Ids;

/// <summary>
/// Keys of the items in order, front-coded in blocks of 16: a block's first key is whole, every other one says how many bytes it shares
/// with the one before it. Where keys do not ascend with the items, a table of the items in order of their keys, bits wide, makes them
/// findable. Bytes are checked when the section is made, so that no read of it leaves it.
/// </summary>
internal sealed class IdSection
{
    public const int MaxKey = 255;
    public const int HeaderLength = 12;
    public const int BlockKeys = 16;

    public readonly int Items;
    public readonly bool AreNumbers;

    private readonly AlignedArray<byte> file;
    private readonly int offset;
    private readonly int length;

    // Bits of an item in the table of their order, 0 if there is none; where that table and the keys start.
    private readonly int bits;
    private readonly int orderStart;
    private readonly int keysStart;

    /// <exception cref="ModelFormatException">The bytes are no ids of this many items.</exception>
    public IdSection(AlignedArray<byte> file, int offset, int length, int items)
    {
        (this.file, this.offset, this.length, Items) = (file, offset, length, items);
        int blocks = ((items - 1) / BlockKeys) + 1;
        if (length < HeaderLength + ((long)blocks * sizeof(uint))) throw Bad($"{length} bytes are too few for {items} items");
        uint kind = Word(0);
        if (kind > 1) throw Bad($"no kind of ids has the code {kind}");
        AreNumbers = kind == 1;
        if (Word(4) != 0 && Word(4) != PackedBits.Of(items)) throw Bad($"order of {Word(4)} bits, expected 0 or {PackedBits.Of(items)}");
        bits = (int)Word(4);
        orderStart = HeaderLength + (blocks * sizeof(uint));
        long start = orderStart + PackedBits.Bytes(items, bits);
        if (start + Word(8) != length) throw Bad($"{Word(8)} bytes of keys at {start} do not end at {length}");
        keysStart = (int)start;
        CheckKeys(blocks);
        if (bits > 0) CheckOrder();
    }

    public ReadOnlySpan<byte> Bytes => file.Span.Slice(offset, length);

    private ReadOnlySpan<byte> Keys => Bytes[keysStart..];

    /// <summary>The key of a row; the number of its bytes.</summary>
    public int Read(int row, Span<byte> key)
    {
        int at = (int)Word(HeaderLength + (row / BlockKeys * sizeof(uint))), size = 0;
        ReadOnlySpan<byte> keys = Keys;
        for (int i = row % BlockKeys; i >= 0; i--) size = Next(keys, ref at, key);
        return size;
    }

    public bool TryFind(ReadOnlySpan<byte> key, out int item)
    {
        Span<byte> probe = stackalloc byte[MaxKey];
        int low = 0, high = Items - 1;
        while (low <= high)
        {
            int middle = (int)(((uint)low + (uint)high) / 2), row = Row(middle);
            int order = probe[..Read(row, probe)].SequenceCompareTo(key);
            if (order == 0)
            {
                item = row + 1;
                return true;
            }

            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        item = 0;
        return false;
    }

    private static ModelFormatException Bad(string what) => new($"Catalog ids: {what}.");

    private static ModelFormatException BadId(int row, string what) => Bad($"the id of item {row + 1} {what}");

    // A key is [bytes shared with the last one][bytes that follow][those bytes].
    private static int Next(ReadOnlySpan<byte> keys, ref int at, Span<byte> key)
    {
        int shared = keys[at], own = keys[at + 1];
        keys.Slice(at + 2, own).CopyTo(key[shared..]);
        at += 2 + own;
        return shared + own;
    }

    private uint Word(int at) => LittleEndian.Word(Bytes, at);

    // The row whose key has this rank.
    private int Row(int rank) => bits == 0 ? rank : PackedBits.Read(Bytes[orderStart..keysStart], rank, bits);

    private void CheckKeys(int blocks)
    {
        ReadOnlySpan<byte> keys = Keys;
        Span<byte> key = stackalloc byte[MaxKey], last = stackalloc byte[MaxKey];
        int at = 0, size = 0;
        for (int row = 0; row < Items; row++)
        {
            bool isFirst = row % BlockKeys == 0;
            if (isFirst && Word(HeaderLength + (row / BlockKeys * sizeof(uint))) != (uint)at)
                throw Bad($"block {row / BlockKeys} of {blocks} is not at byte {at}");
            if (keys.Length - at < 2 || keys.Length - at - 2 < keys[at + 1]) throw BadId(row, "ends behind the section");
            int shared = keys[at], own = keys[at + 1];
            if (shared > (isFirst ? 0 : size)) throw Bad($"item {row + 1} shares {shared} bytes with an id of {(isFirst ? 0 : size)}");
            if (shared + own is 0 or > MaxKey) throw BadId(row, $"has {shared + own} bytes");
            key[..size].CopyTo(last);
            ReadOnlySpan<byte> before = last[..size];
            size = Next(keys, ref at, key);
            if (AreNumbers ? size != sizeof(long) : !Utf8.IsValid(key[..size]))
                throw BadId(row, AreNumbers ? "is no number" : "is no UTF-8");
            if (bits == 0 && before.SequenceCompareTo(key[..size]) >= 0)
                throw BadId(row, "is not above the one before it");
        }

        if (at != keys.Length) throw Bad($"{keys.Length - at} bytes follow the last id");
    }

    // Keys that ascend from rank to rank are all different, and so are their items.
    private void CheckOrder()
    {
        Span<byte> key = stackalloc byte[MaxKey], last = stackalloc byte[MaxKey];
        int size = 0;
        for (int rank = 0; rank < Items; rank++)
        {
            int row = Row(rank);
            if (row >= Items) throw Bad($"the item of rank {rank} is {row + 1}, there are {Items}");
            key[..size].CopyTo(last);
            ReadOnlySpan<byte> before = last[..size];
            size = Read(row, key);
            if (before.SequenceCompareTo(key[..size]) >= 0)
                throw Bad($"the id of rank {rank}, item {row + 1}, is not above the one before it");
        }

        long used = (long)Items * bits;
        if (used % 8 != 0 && Bytes[keysStart - 1] >> (int)(used % 8) != 0) throw Bad("there are bits behind the last rank");
    }
}
