using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class Binarization
{
    /// <summary>The naive twin.</summary>
    public static T[] Reference<T>(T s, ReadOnlySpan<T> x)
        where T : IFloatingPointIeee754<T>
    {
        var y = new T[x.Length];
        for (int i = 0; i < y.Length; i++) y[i] = T.CopySign(s, x[i]);
        return y;
    }
}
