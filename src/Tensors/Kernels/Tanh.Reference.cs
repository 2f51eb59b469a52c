using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class Tanh
{
    /// <summary>The naive twin.</summary>
    public static void Reference<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : IFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++)
            y[i] = T.Tanh(x[i]);
    }

    /// <summary>The naive twin of the backward.</summary>
    public static void BackwardReference<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : IFloatingPointIeee754<T>
    {
        for (int i = 0; i < y.Length; i++)
            dx[i] += dy[i] * (T.One - y[i] * y[i]);
    }
}
