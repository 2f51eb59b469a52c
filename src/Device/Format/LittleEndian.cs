using System.Buffers.Binary;

namespace OnDeviceRec.Device.Format;

/// <summary>Unsigned numbers in bytes, the lowest byte first.</summary>
internal static class LittleEndian
{
    /// <summary>The number of four bytes from a place on.</summary>
    public static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    /// <summary>The number of eight bytes from a place on.</summary>
    public static ulong Long(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}
