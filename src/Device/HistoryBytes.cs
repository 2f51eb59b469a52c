using System.Buffers.Binary;
using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Device;

/// <summary>
/// A history as bytes (docs/format.md): "ODRH", version, CRC-32C of all that follows, number of items, their ids, oldest first; u32 each,
/// little-endian. What the encoder made of them is not saved but computed again.
/// </summary>
internal static class HistoryBytes
{
    private const uint Magic = 0x4852444F; // "ODRH"
    private const uint Version = 1;
    private const int Checked = 12;
    private const int HeaderLength = 16;

    public static int Length(int count) => HeaderLength + (count * sizeof(uint));

    public static void Write(ReadOnlySpan<int> rows, Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[Checked..], (uint)rows.Length);
        for (int i = 0; i < rows.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes[Length(i)..], (uint)rows[i] + 1);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], Checksum.Of(bytes[Checked..Length(rows.Length)]));
    }

    /// <summary>How many items there are; all of them are within 1..items.</summary>
    /// <exception cref="HistoryFormatException">The bytes are no history of such items.</exception>
    public static int Check(ReadOnlySpan<byte> bytes, int items)
    {
        if (bytes.Length < HeaderLength || LittleEndian.Word(bytes, 0) != Magic)
            throw new HistoryFormatException("The bytes do not start with ODRH and a header: they are no saved history.");
        uint version = LittleEndian.Word(bytes, 4);
        if (version != Version)
            throw new HistoryFormatException($"The history has format version {version}; this runtime reads version {Version}.");
        uint count = LittleEndian.Word(bytes, Checked);
        if (bytes.Length - HeaderLength != (long)count * sizeof(uint))
        {
            throw new HistoryFormatException(
                $"The history says that it has {count} items; there are {bytes.Length - HeaderLength} bytes of them.");
        }

        if (LittleEndian.Word(bytes, 8) != Checksum.Of(bytes[Checked..]))
            throw new HistoryFormatException("The history's bytes have changed: its checksum is not theirs.");
        for (int i = 0; i < (int)count; i++)
        {
            uint item = Item(bytes, i);
            if (item < 1 || item > (uint)items)
                throw new HistoryFormatException($"Item {i} of the history is {item}, the model has 1..{items}.");
        }

        return (int)count;
    }

    /// <summary>The id of item i.</summary>
    public static uint Item(ReadOnlySpan<byte> bytes, int i) => LittleEndian.Word(bytes, Length(i));
}
