using System.Buffers.Binary;

namespace OnDeviceRec.Device.Tests.Format;

/// <summary>Damage to model files.</summary>
internal static class Mutation
{
    /// <summary>Words that sizes, counts and numbers are bad at.</summary>
    public static ReadOnlySpan<uint> Extremes =>
        [0, 1, 2, 7, 64, 255, 65536, 1 << 27, int.MaxValue, 0x80000000, uint.MaxValue, 0x7F800000, 0x7FC00000, 0xBF800000];

    /// <summary>Makes the checksum right again, as an attacker would.</summary>
    public static byte[] Sign(byte[] bytes)
    {
        if (bytes.Length >= 20) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), Checksum.Of(bytes.AsSpan(20)));
        return bytes;
    }

    /// <summary>One to four changes: a bit, a byte, a word of an extreme value, a piece copied elsewhere, taken out or put in.</summary>
    public static byte[] Of(byte[] original, Random random)
    {
        byte[] bytes = [.. original];
        for (int changes = random.Next(1, 5); changes > 0; changes--)
        {
            // Most of the damage goes to header, section table and configuration.
            int reach = random.Next(3) == 0 ? bytes.Length : Math.Min(bytes.Length, 1024);
            int at = random.Next(reach), length = random.Next(1, Math.Min(64, bytes.Length - at) + 1);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    at &= ~3;
                    if (at + 4 <= bytes.Length)
                        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), Extremes[random.Next(Extremes.Length)]);
                    break;
                case 3:
                    bytes.AsSpan(at, length).ToArray().CopyTo(bytes, random.Next(bytes.Length - length + 1));
                    break;
                case 4:
                    bytes = [.. bytes[..at], .. bytes[(at + length - 1)..]];
                    break;
                default:
                    bytes = [.. bytes[..at], .. bytes[at..(at + length)], .. bytes[at..]];
                    break;
            }
        }

        return bytes;
    }
}
