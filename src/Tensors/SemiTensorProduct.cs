using OnDeviceRec.Kernels;

namespace OnDeviceRec.Tensors;

/// <summary>
/// The left semi-tensor product of any two matrices: A ⋉ B = (A ⊗ I_{c/n})(B ⊗ I_{c/p}) for A [m, n], B [p, q] and
/// c = lcm(n, p); the matrix product when n = p, and A (B ⊗ I_t), of size [m, q·t], when n = p·t.
/// </summary>
/// <remarks>
/// No Kronecker product is built. With s = c/n, u = c/p and an inner index w &lt; c, row (i, x) and column (j, y) of the
/// result collect A[i, w/s]·B[w/u, j] over all w ≡ x (mod s), w ≡ y (mod u). As s and u are coprime these are every
/// s·u-th w from a first one: for each (x, y) a matrix product of every u-th column of A with every s-th row of B.
/// Source: D. Cheng, "Semi-tensor product of matrices and its application to Morgen's problem", Science in China
/// Series F 44 (2001).
/// </remarks>
public static unsafe partial class SemiTensorProduct
{
    /// <summary>The sizes of A ⋉ B: [m·c/n, q·c/p].</summary>
    /// <param name="a">The sizes of A: [m, n].</param>
    /// <param name="b">The sizes of B: [p, q].</param>
    /// <exception cref="ArgumentException">A matrix has no columns or no rows to multiply.</exception>
    /// <exception cref="OverflowException">The result has more than 2³¹ − 1 values.</exception>
    /// <example>[2, 6] ⋉ [3, 4] is [2, 8] (block 2); [2, 2] ⋉ [3, 4] is [6, 8].</example>
    public static Shape ResultShape(Shape a, Shape b)
    {
        if (a.Columns == 0 || b.Rows == 0)
            Throw.ShapeMismatch(nameof(SemiTensorProduct), "an inner size is zero", $"left {a}", $"right {b}");
        var (s, u) = Blocks(a.Columns, b.Rows);
        return new Shape(checked(a.Rows * s), checked(b.Columns * u));
    }

    /// <summary>C = A ⋉ B.</summary>
    /// <param name="a">A, [m, n].</param>
    /// <param name="b">B, [p, q].</param>
    /// <param name="c">[m·c/n, q·c/p]; must not overlap a or b. It is never read.</param>
    /// <param name="arena">Lends [m, q] while the call lasts.</param>
    /// <exception cref="ArgumentException">The result does not fit.</exception>
    /// <example>[[1, 2, 3, 4]] ⋉ [[1], [10]] = [[31, 42]], with block 2.</example>
    public static void Multiply(Tensor a, Tensor b, Tensor c, Arena arena)
    {
        Shape expected = ResultShape(a.Shape, b.Shape);
        if (c.Rows != expected.Rows || c.Columns != expected.Columns)
            Throw.ShapeMismatch(nameof(SemiTensorProduct), "the result does not fit", $"expected {expected}", $"got {c.Shape}");
        int m = a.Rows, n = a.Columns, q = b.Columns;
        var (s, u) = Blocks(n, b.Rows);
        Arena.Mark mark = arena.Here;
        Tensor product = arena.Rent(new Shape(m, q));
        for (int x = 0; x < s; x++)
        {
            for (int y = 0; y < u; y++)
            {
                int first = x;
                while (first % u != y) first += s;
                Gemm.Operand left = new(a.Pointer + (first / s), n, u), right = new(b.Pointer + ((nint)(first / u) * q), (nint)s * q, 1);
                MatrixProduct.Run(m, q, n / u, 1f, left, right, accumulate: false, product.Pointer, q);
                for (int i = 0; i < m; i++)
                {
                    Span<float> from = product.Row(i), to = c.Row((i * s) + x);
                    for (int j = 0; j < q; j++) to[(j * u) + y] = from[j];
                }
            }
        }

        arena.Release(mark);
    }

    // c/n and c/p for c = lcm(n, p).
    private static (int S, int U) Blocks(int n, int p)
    {
        int divisor = n, rest = p;
        while (rest != 0) (divisor, rest) = (rest, divisor % rest);
        return (p / divisor, n / divisor);
    }
}
