using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>A line at a time.</summary>
internal static partial class Int4Line
{
    /// <summary>Lines as panels of signed bytes; a half x of a byte is the number (x xor 8) − 8.</summary>
    public static void Expand(ReadOnlySpan<ulong> lines, Span<sbyte> panels)
    {
        Span<Vector128<byte>> to = MemoryMarshal.Cast<sbyte, Vector128<byte>>(panels)[..lines.Length];
        Vector128<byte> low = Vector128.Create((byte)15), sign = Vector128.Create((byte)8);
        for (int i = 0; i < lines.Length; i++) to[i] = ((Vector128.Create(lines[i], lines[i] >> 4).AsByte() & low) ^ sign) - sign;
    }
}
