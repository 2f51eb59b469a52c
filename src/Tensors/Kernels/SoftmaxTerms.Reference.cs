using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class SoftmaxTerms
{
    /// <summary>The naive twin.</summary>
    public static T Reference<T>(ReadOnlySpan<T> x, T max, T scale, Span<T> y)
        where T : IFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = T.Exp((x[i] - max) * scale);
            sum += y[i];
        }

        return sum;
    }
}
