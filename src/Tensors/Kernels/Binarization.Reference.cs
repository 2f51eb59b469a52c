using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class Binarization
{
    /// <summary>The naive twin: x rounded to its mean magnitude, times signs.</summary>
    public static T[] Reference<T>(ReadOnlySpan<T> x)
        where T : IFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        foreach (T value in x) sum += T.Abs(value);
        var y = new T[x.Length];
        for (int i = 0; i < y.Length; i++) y[i] = T.CopySign(sum / T.CreateChecked(x.Length), x[i]);
        return y;
    }
}
