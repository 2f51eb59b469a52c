using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class Sigmoid
{
    /// <summary>The naive twin.</summary>
    public static void Reference<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : IFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++)
            y[i] = T.One / (T.One + T.Exp(-x[i]));
    }
}
