using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class Max
{
    /// <summary>The naive twin.</summary>
    public static T Reference<T>(ReadOnlySpan<T> x)
        where T : IFloatingPointIeee754<T>
    {
        T max = T.NegativeInfinity;
        foreach (T value in x)
            max = T.Max(max, value);
        return max;
    }
}
