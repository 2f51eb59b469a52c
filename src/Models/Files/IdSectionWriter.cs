using System.Buffers.Binary;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Ids;

namespace OnDeviceRec.Models.Files;

/// <summary>Makes a section of ids out of the items' keys.</summary>
internal static class IdSectionWriter
{
    public static IdSection Write(byte[][] keys, bool areNumbers)
    {
        if (keys.Length == 0) throw new ArgumentException("There are no ids.");
        int[] order = Order(keys, out bool ascends);
        int bits = ascends ? 0 : PackedBits.Of(keys.Length);
        int blocks = ((keys.Length - 1) / IdSection.BlockKeys) + 1;
        int orderStart = IdSection.HeaderLength + (blocks * sizeof(uint));
        long keysStart = orderStart + PackedBits.Bytes(keys.Length, bits), keysLength = 0;
        for (int i = 0; i < keys.Length; i++) keysLength += 2 + keys[i].Length - Shared(keys, i);
        if (keysStart + keysLength > AlignedArray<byte>.MaxLength)
        {
            throw new ArgumentException(
                $"The ids would take {keysStart + keysLength} bytes, at most {AlignedArray<byte>.MaxLength} are possible.");
        }

        var bytes = new AlignedArray<byte>((int)(keysStart + keysLength));
        Span<byte> span = bytes.Span;
        span.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(span, areNumbers ? 1u : 0);
        BinaryPrimitives.WriteUInt32LittleEndian(span[4..], (uint)bits);
        BinaryPrimitives.WriteUInt32LittleEndian(span[8..], (uint)keysLength);
        for (int rank = 0; bits > 0 && rank < order.Length; rank++) WriteBits(span[orderStart..], rank, bits, order[rank]);

        Span<byte> to = span[(int)keysStart..];
        int written = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            if (i % IdSection.BlockKeys == 0)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(
                    span[(IdSection.HeaderLength + (i / IdSection.BlockKeys * sizeof(uint)))..], (uint)written);
            }

            int shared = Shared(keys, i);
            to[written] = (byte)shared;
            to[written + 1] = (byte)(keys[i].Length - shared);
            keys[i].AsSpan(shared).CopyTo(to[(written + 2)..]);
            written += 2 + keys[i].Length - shared;
        }

        return new IdSection(bytes, 0, bytes.Length, keys.Length);
    }

    /// <summary>Sets number i, which is 0 so far.</summary>
    internal static void WriteBits(Span<byte> bytes, int i, int bits, int number)
    {
        for (int bit = 0; bit < bits; bit++)
        {
            long at = ((long)i * bits) + bit;
            bytes[(int)(at / 8)] |= (byte)((number >> bit & 1) << (int)(at % 8));
        }
    }

    private static int Shared(byte[][] keys, int i) =>
        i % IdSection.BlockKeys == 0 ? 0 : keys[i - 1].AsSpan().CommonPrefixLength(keys[i]);

    private static int[] Order(byte[][] keys, out bool ascends)
    {
        int[] order = new int[keys.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        order.AsSpan().Sort((a, b) => keys[a].AsSpan().SequenceCompareTo(keys[b]));
        ascends = true;
        for (int rank = 0; rank < order.Length; rank++)
        {
            ascends &= order[rank] == rank;
            if (rank > 0 && keys[order[rank - 1]].AsSpan().SequenceEqual(keys[order[rank]]))
            {
                (int first, int second) = (Math.Min(order[rank - 1], order[rank]), Math.Max(order[rank - 1], order[rank]));
                throw new ArgumentException($"Items {first + 1} and {second + 1} have the same id.");
            }
        }

        return order;
    }
}
