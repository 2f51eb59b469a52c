using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class Dot
{
    /// <summary>The naive twin.</summary>
    public static T Reference<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : IFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
