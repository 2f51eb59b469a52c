using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class LogSumExp
{
    /// <summary>The naive twin.</summary>
    public static T Reference<T>(ReadOnlySpan<T> row)
        where T : IFloatingPointIeee754<T>
    {
        T max = Max.Reference(row);
        return T.IsInfinity(max) ? max : max + T.Log(SumExp.Reference(row, max, T.One));
    }
}
