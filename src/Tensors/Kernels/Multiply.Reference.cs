using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class Multiply
{
    /// <summary>The naive twin.</summary>
    public static void Reference<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : IFloatingPointIeee754<T>
    {
        for (int i = 0; i < a.Length; i++)
            y[i] = a[i] * b[i];
    }
}
