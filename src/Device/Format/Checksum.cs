using System.Buffers.Binary;
using System.Numerics;

namespace OnDeviceRec.Device.Format;

/// <summary>
/// CRC-32C (Castagnoli: reflected polynomial 0x82F63B78, start and final xor 0xFFFFFFFF), for which processors have an instruction.
/// </summary>
internal static class Checksum
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte b in bytes) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
