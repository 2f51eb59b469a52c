using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class MatVec
{
    /// <summary>The naive twin.</summary>
    public static void Reference<T>(ReadOnlySpan<T> weight, ReadOnlySpan<T> x, ReadOnlySpan<T> bias, Span<T> y)
        where T : IFloatingPointIeee754<T>
    {
        for (int o = 0; o < y.Length; o++)
            y[o] = Dot.Reference(weight.Slice(o * x.Length, x.Length), x) + (bias.IsEmpty ? T.Zero : bias[o]);
    }
}
