using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class Sigmoid
{
    /// <summary>The naive twin of <see cref="Score"/>.</summary>
    public static T ScoreReference<T>(ReadOnlySpan<T> u, ReadOnlySpan<T> v, ReadOnlySpan<T> w)
        where T : IFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        for (int i = 0; i < w.Length; i++) sum += w[i] / (T.One + T.Exp(-(u[i] + v[i])));
        return sum;
    }
}
