using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class Softmax
{
    /// <summary>The naive twin.</summary>
    public static void Reference<T>(Span<T> row)
        where T : IFloatingPointIeee754<T>
    {
        T max = Max.Reference<T>(row);
        T sum = SumExp.Reference(row, max, T.One);
        for (int i = 0; i < row.Length; i++)
            row[i] = T.Exp(row[i] - max) / sum;
    }

    /// <summary>The naive twin of the backward.</summary>
    public static void BackwardReference<T>(ReadOnlySpan<T> p, ReadOnlySpan<T> dp, Span<T> ds)
        where T : IFloatingPointIeee754<T>
    {
        T mean = Dot.Reference(p, dp);
        for (int i = 0; i < p.Length; i++)
            ds[i] += p[i] * (dp[i] - mean);
    }
}
