namespace OnDeviceRec.Device.Format;

/// <summary>
/// Which row of its table, that is which cell of a tensor train's grid, each item has where that is not the one of its number. Cells with
/// the same last coordinate i_N share what the last core holds for it, so that items that are alike belong there together.
/// </summary>
/// <remarks>
/// Given is i_N of every item. The other coordinates count up among the items of one i_N in ascending order: the m-th of them has the row
/// m·I_N + i_N. The items' rows are 0..V − 1, each once.
/// </remarks>
/// <example>Four items with i_N 1, 0, 1, 0 of I_N = 2 have the rows 1, 0, 3, 2.</example>
public sealed class Placement
{
    // A file has at least this many bits for an item, so that what is kept of one is bounded by the bytes that have come.
    private const int LeastBits = 8;

    private readonly int[] rows, items;

    /// <summary>Places items.</summary>
    /// <param name="lastRows">I_N.</param>
    /// <param name="last">i_N of every item, [V].</param>
    /// <exception cref="ArgumentException">An i_N is not below I_N, or has more items than rows below V.</exception>
    public Placement(int lastRows, ReadOnlySpan<int> last)
        : this(lastRows, last.ToArray())
    {
    }

    // Takes the array over and puts rows in the place of coordinates.
    private Placement(int lastRows, int[] last)
    {
        (LastRows, rows, items) = (lastRows, last, new int[last.Length]);
        int[] next = new int[Math.Min(lastRows, last.Length)];
        for (int i = 0; i < next.Length; i++) next[i] = i;
        for (int item = 0; item < rows.Length; item++)
        {
            int coordinate = last[item];
            if ((uint)coordinate >= (uint)next.Length || next[coordinate] >= rows.Length)
                throw new ArgumentException($"Placement: item {item + 1} has the last coordinate {coordinate} of {lastRows}, where no row is left.");
            int row = rows[item] = next[coordinate];
            items[row] = item;
            next[coordinate] += lastRows;
        }
    }

    /// <summary>I_N.</summary>
    public int LastRows { get; }

    /// <summary>The row of every item, [V]: item v's at v − 1.</summary>
    public ReadOnlySpan<int> Rows => rows;

    /// <summary>The item of every row, [V], counted from 0: v − 1 for item v.</summary>
    public ReadOnlySpan<int> Items => items;

    internal static long Bytes(int items, int lastRows) => PackedBits.Bytes(items, Bits(lastRows));

    internal static Placement Read(ReadOnlySpan<byte> bytes, int items, int lastRows)
    {
        int bits = Bits(lastRows), left = (int)((long)items * bits % 8);
        if (left > 0 && bytes[^1] >> left != 0) throw new ModelFormatException("Placement: there is something behind the last item.");
        int[] last = new int[items];
        for (int item = 0; item < items; item++) last[item] = PackedBits.Read(bytes, item, bits);
        try
        {
            return new Placement(lastRows, last);
        }
        catch (ArgumentException e)
        {
            throw new ModelFormatException(e.Message, e);
        }
    }

    internal void Write(Span<byte> bytes)
    {
        for (int item = 0; item < rows.Length; item++) PackedBits.Write(bytes, item, Bits(LastRows), rows[item] % LastRows);
    }

    private static int Bits(int lastRows) => Math.Max(LeastBits, PackedBits.Of(lastRows));
}
