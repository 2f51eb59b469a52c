using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class Sum
{
    /// <summary>The naive twin.</summary>
    public static T Reference<T>(ReadOnlySpan<T> x)
        where T : IFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        foreach (T value in x)
            sum += value;
        return sum;
    }
}
