using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class Axpy
{
    /// <summary>The naive twin.</summary>
    public static void Reference<T>(T alpha, ReadOnlySpan<T> x, Span<T> y)
        where T : IFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++)
            y[i] += alpha * x[i];
    }
}
