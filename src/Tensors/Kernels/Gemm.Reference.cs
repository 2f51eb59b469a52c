using System.Numerics;

namespace OnDeviceRec.Kernels;

/// <summary>The naive twin: three loops, any number type.</summary>
internal static unsafe partial class Gemm
{
    /// <summary>C = α·op(A)·op(B) + (accumulate ? C : 0); op(A) is [m, k], op(B) is [k, n], all row-major.</summary>
    public static void Reference<T>(
        int m, int n, int k, T alpha, ReadOnlySpan<T> a, bool transposeA, ReadOnlySpan<T> b, bool transposeB, bool accumulate, Span<T> c)
        where T : INumber<T>
    {
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                T sum = T.Zero;
                for (int p = 0; p < k; p++)
                    sum += a[transposeA ? (p * m) + i : (i * k) + p] * b[transposeB ? (j * k) + p : (p * n) + j];
                c[(i * n) + j] = (alpha * sum) + (accumulate ? c[(i * n) + j] : T.Zero);
            }
        }
    }
}
