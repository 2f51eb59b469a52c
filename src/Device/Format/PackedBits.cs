using System.Numerics;

namespace OnDeviceRec.Device.Format;

/// <summary>Numbers of a few bits each, one after the other, each from its lowest bit on; bit b is bit b mod 8 of byte b / 8.</summary>
internal static class PackedBits
{
    /// <summary>Bits that hold every number below this one.</summary>
    public static int Of(int count) => Math.Max(1, 32 - BitOperations.LeadingZeroCount((uint)count - 1));

    /// <summary>Bytes of this many numbers.</summary>
    public static long Bytes(int count, int bits) => (((long)count * bits) + 7) / 8;

    /// <summary>Number i.</summary>
    public static int Read(ReadOnlySpan<byte> bytes, int i, int bits)
    {
        long from = (long)i * bits;
        bytes = bytes[(int)(from / 8)..];
        ulong window = 0;
        for (int b = 0; b < Math.Min(bytes.Length, sizeof(uint) + 1); b++) window |= (ulong)bytes[b] << (8 * b);
        return (int)((window >> (int)(from % 8)) & ((1UL << bits) - 1));
    }
}
