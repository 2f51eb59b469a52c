using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class LogSoftmax
{
    /// <summary>The naive twin.</summary>
    public static void Reference<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : IFloatingPointIeee754<T>
    {
        T max = Max.Reference(x);
        T logSum = T.Log(SumExp.Reference(x, max, T.One));
        for (int i = 0; i < x.Length; i++)
            y[i] = x[i] - max - logSum;
    }
}
