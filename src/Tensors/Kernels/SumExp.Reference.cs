using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class SumExp
{
    /// <summary>The naive twin.</summary>
    public static T Reference<T>(ReadOnlySpan<T> row, T shift, T scale)
        where T : IFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        foreach (T value in row)
            sum += T.Exp((value - shift) * scale);
        return sum;
    }
}
