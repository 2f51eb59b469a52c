using System.Numerics;

namespace OnDeviceRec.Fuzzing;

/// <summary>The checksum of model files and histories.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of some bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte b in bytes) sum = BitOperations.Crc32C(sum, b);
        return ~sum;
    }
}
