using System.Numerics;

namespace OnDeviceRec.Tensors;

/// <summary>The naive twin: both Kronecker products are built and multiplied, in any number type.</summary>
public static unsafe partial class SemiTensorProduct
{
    /// <summary>(A ⊗ I_{c/n})(B ⊗ I_{c/p}) for A [m, n] and B [p, q]; row-major.</summary>
    internal static T[] Reference<T>(ReadOnlySpan<T> a, int m, int n, ReadOnlySpan<T> b, int p, int q)
        where T : INumber<T>
    {
        var (s, u) = Blocks(n, p);
        T[] left = KroneckerIdentity(a, m, n, s), right = KroneckerIdentity(b, p, q, u);
        var c = new T[m * s * q * u];
        Kernels.Gemm.Reference<T>(m * s, q * u, n * s, T.One, left, false, right, false, false, c);
        return c;
    }

    private static T[] KroneckerIdentity<T>(ReadOnlySpan<T> a, int rows, int columns, int size)
        where T : INumber<T>
    {
        var result = new T[rows * size * columns * size];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                for (int x = 0; x < size; x++) result[(((i * size) + x) * columns * size) + (j * size) + x] = a[(i * columns) + j];
            }
        }

        return result;
    }
}
