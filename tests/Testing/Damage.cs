using System.Buffers.Binary;

namespace OnDeviceRec.Testing;

/// <summary>What may have happened to the bytes of a file, by accident or on purpose.</summary>
public static class Damage
{
    private const int MostChanges = 4, LongestPiece = 64;

    /// <summary>Words that sizes, counts and numbers are bad at.</summary>
    public static ReadOnlySpan<uint> Extremes =>
        [0, 1, 2, 7, 64, 255, 65536, 1 << 27, int.MaxValue, 0x80000000, uint.MaxValue, 0x7F800000, 0x7FC00000, 0xBF800000];

    /// <summary>
    /// One to four changes: a bit, a byte, an aligned number of 2, 4 or 8 bytes set to an extreme or moved a little, a piece copied, taken
    /// out, doubled or put in, or the end cut off.
    /// </summary>
    /// <param name="original">The bytes, which stay as they are.</param>
    /// <param name="random">Chooses.</param>
    /// <param name="head">Two thirds of the changes are within so many bytes of the start, where sizes stand.</param>
    public static byte[] Of(ReadOnlySpan<byte> original, Random random, int head = 1024)
    {
        byte[] bytes = original.ToArray();
        for (int changes = random.Next(1, MostChanges + 1); changes > 0; changes--) bytes = Changed(bytes, random, head);
        return bytes;
    }

    /// <summary>The start of one file and the rest of another.</summary>
    /// <param name="first">The file that gives the start.</param>
    /// <param name="second">The file that gives the rest.</param>
    /// <param name="random">Chooses where each is cut.</param>
    public static byte[] Spliced(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Random random)
    {
        int cut = random.Next(first.Length + 1);
        int from = random.Next(2) == 0 ? Math.Min(cut, second.Length) : random.Next(second.Length + 1);
        return [.. first[..cut], .. second[from..]];
    }

    private static byte[] Changed(byte[] bytes, Random random, int head)
    {
        if (bytes.Length == 0) return Random(random);
        int reach = random.Next(3) == 0 ? bytes.Length : Math.Min(bytes.Length, head);
        int at = random.Next(reach), length = random.Next(1, Math.Min(LongestPiece, bytes.Length - at) + 1);
        switch (random.Next(9))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] = random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => (byte)random.Next(256) };
                return bytes;
            case 2:
            case 3:
                ChangeNumber(bytes, at, random);
                return bytes;
            case 4:
                bytes.AsSpan(at, length).ToArray().CopyTo(bytes, random.Next(bytes.Length - length + 1));
                return bytes;
            case 5:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 6:
                return [.. bytes[..(at + length)], .. bytes[at..]];
            case 7:
                return [.. bytes[..at], .. Random(random), .. bytes[at..]];
            default:
                return random.Next(4) == 0 ? bytes[..at] : bytes;
        }
    }

    private static byte[] Random(Random random)
    {
        byte[] piece = new byte[random.Next(1, LongestPiece)];
        random.NextBytes(piece);
        return piece;
    }

    private static void ChangeNumber(byte[] bytes, int at, Random random)
    {
        int size = 2 << random.Next(3);
        at &= -size;
        if (at + size > bytes.Length) return;
        Span<byte> number = bytes.AsSpan(at, size);
        ulong extreme = Extremes[random.Next(Extremes.Length)], moved = (ulong)(random.Next(-8, 9) - 1L);
        Span<byte> wide = stackalloc byte[sizeof(ulong)];
        wide.Clear();
        number.CopyTo(wide);
        ulong value = random.Next(4) switch
        {
            0 => BinaryPrimitives.ReadUInt64LittleEndian(wide) + moved,
            1 => (ulong)(long)(int)extreme,
            2 => extreme << 32,
            _ => extreme,
        };
        BinaryPrimitives.WriteUInt64LittleEndian(wide, value);
        wide[..size].CopyTo(number);
    }
}
