using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class LinearCombination
{
    /// <summary>The naive twin of two.</summary>
    public static void Reference<T>(T alpha, Span<T> y, T beta, ReadOnlySpan<T> x)
        where T : IFloatingPointIeee754<T>
    {
        for (int i = 0; i < y.Length; i++)
            y[i] = (alpha * y[i]) + (beta * x[i]);
    }

    /// <summary>The naive twin of three.</summary>
    public static void Reference<T>(T alpha, Span<T> y, T beta, ReadOnlySpan<T> x, T gamma, ReadOnlySpan<T> w)
        where T : IFloatingPointIeee754<T>
    {
        for (int i = 0; i < y.Length; i++)
            y[i] = (alpha * y[i]) + (beta * x[i]) + (gamma * w[i]);
    }
}
