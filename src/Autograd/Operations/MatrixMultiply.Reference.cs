using System.Numerics;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin.</summary>
public sealed partial class MatrixMultiply
{
    /// <summary>a [m, inner], b [inner, n] or [n, inner]; gives [m, n].</summary>
    internal static T[] Reference<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, int inner, bool transposeB, T alpha)
        where T : IFloatingPointIeee754<T>
    {
        int m = a.Length / inner, n = b.Length / inner;
        var c = new T[m * n];
        Gemm.Reference(m, n, inner, alpha, a, false, b, transposeB, false, c);
        return c;
    }
}
