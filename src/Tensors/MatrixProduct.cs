using OnDeviceRec.Kernels;

namespace OnDeviceRec.Tensors;

/// <summary>Matrix products in all transposes, on all cores (<see cref="WorkerPool"/>).</summary>
public static unsafe class MatrixProduct
{
    // Below this many multiply-adds waking another thread costs more than it brings.
    private const long ParallelThreshold = 1 << 19;

    /// <summary>C = α·op(A)·op(B), or C += α·op(A)·op(B) when accumulating; op transposes or leaves as is.</summary>
    /// <param name="a">[m, k], or [k, m] when transposed.</param>
    /// <param name="b">[k, n], or [n, k] when transposed.</param>
    /// <param name="c">[m, n]; must not overlap a or b. When not accumulating it is never read.</param>
    /// <param name="transposeA">Whether A is used transposed.</param>
    /// <param name="transposeB">Whether B is used transposed.</param>
    /// <param name="accumulate">Whether to add to C.</param>
    /// <param name="alpha">The factor α.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    /// <example>[[1, 2]] · [[3], [4]] = [[11]].</example>
    public static void Multiply(
        Tensor a, Tensor b, Tensor c, bool transposeA = false, bool transposeB = false, bool accumulate = false, float alpha = 1f)
    {
        int m = transposeA ? a.Columns : a.Rows, k = transposeA ? a.Rows : a.Columns;
        int kb = transposeB ? b.Columns : b.Rows, n = transposeB ? b.Rows : b.Columns;
        if (k != kb) Throw.ShapeMismatch("MatMul", "inner sizes differ", $"left {Describe(a, transposeA)}", $"right {Describe(b, transposeB)}");
        if (c.Rows != m || c.Columns != n) Throw.ShapeMismatch("MatMul", "the result does not fit", $"expected [{m}, {n}]", $"got {c.Shape}");
        var left = transposeA ? new Gemm.Operand(a.Pointer, 1, m) : new Gemm.Operand(a.Pointer, k, 1);
        var right = transposeB ? new Gemm.Operand(b.Pointer, 1, k) : new Gemm.Operand(b.Pointer, n, 1);
        Run(m, n, k, alpha, left, right, accumulate, c.Pointer, n);
    }

    internal static void Run(int m, int n, int k, float alpha, Gemm.Operand a, Gemm.Operand b, bool accumulate, float* c, int ldc)
    {
        if (WorkerPool.Threads == 1 || (long)m * n * k < ParallelThreshold)
        {
            Gemm.Run(m, n, k, alpha, a, b, accumulate, c, ldc);
            return;
        }

        WorkerPool.RunTeam(new Together(new Gemm.Product(m, n, k, alpha, a, b, accumulate, c, ldc), Gemm.Workspace.OfThisThread));
    }

    private static string Describe(Tensor tensor, bool transposed) => transposed ? $"{tensor.Shape}ᵀ" : tensor.Shape.ToString();

    private readonly struct Together(Gemm.Product product, Gemm.Workspace workspace) : ITeamWork
    {
        public void Run(ref TeamMember member) => Gemm.Run(product, ref member, workspace);
    }
}
