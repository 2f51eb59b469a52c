using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>
/// A row of a panel in int4, 16 columns in eight bytes: byte b has column b in its low half and column b + 8 in its high half, two's
/// complement.
/// </summary>
internal static class Int4Line
{
    /// <summary>The number of a column.</summary>
    public static int Get(ulong line, int column) => (int)((long)(line << (60 - Bit(column))) >> 60);

    /// <summary>A line of zeros but for the number of one column.</summary>
    public static ulong Of(int number, int column) => (ulong)(number & 15) << Bit(column);

    /// <summary>Lines as panels of signed bytes; a half x of a byte is the number (x xor 8) − 8.</summary>
    public static void Expand(ReadOnlySpan<ulong> lines, Span<sbyte> panels)
    {
        Span<Vector128<byte>> to = MemoryMarshal.Cast<sbyte, Vector128<byte>>(panels)[..lines.Length];
        Vector128<byte> low = Vector128.Create((byte)15), sign = Vector128.Create((byte)8);
        for (int i = 0; i < lines.Length; i++) to[i] = ((Vector128.Create(lines[i], lines[i] >> 4).AsByte() & low) ^ sign) - sign;
    }

    private static int Bit(int column) => (column % 8 * 8) + (column / 8 * 4);
}
