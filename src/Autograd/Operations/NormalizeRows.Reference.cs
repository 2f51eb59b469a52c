using System.Numerics;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin.</summary>
public sealed partial class NormalizeRows
{
    /// <summary>x [n, d] to rows of the given length, [n, d].</summary>
    internal static T[] Reference<T>(ReadOnlySpan<T> x, int d, T length)
        where T : IFloatingPointIeee754<T>
    {
        var y = new T[x.Length];
        for (int i = 0; i < y.Length; i++)
        {
            ReadOnlySpan<T> row = x.Slice(i / d * d, d);
            y[i] = length * x[i] / T.Max(T.Sqrt(Dot.Reference(row, row)), T.CreateChecked(1e-6));
        }

        return y;
    }
}
