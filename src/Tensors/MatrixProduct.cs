using System.Buffers;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Tensors;

/// <summary>Matrix products in all transposes, on all cores (<see cref="WorkerPool"/>).</summary>
/// <remarks>
/// Each thread computes rows or columns of the result, whichever are more, and shares nothing; an element's sum runs over the inner index
/// in ascending order, or is one of such sums of 4,096 inner indices each where there are 8,192 or more and the result has at most 65,536
/// numbers. The bits do not depend on the number of threads.
/// </remarks>
public static unsafe class MatrixProduct
{
    // Below this many multiply-adds calling another thread costs more than it brings.
    private const long ParallelThreshold = 1 << 19;

    // A part that is as long as this packs the other operand anew at little cost; then a thread has several parts, for one that is
    // held up leaves the rest to the others.
    private const int LongPart = 512, MostPartsAThread = 4;

    // A result of few numbers has too little to share out: where the inner size is long, the product is a sum of products of as many inner
    // indices as this, on any number of threads.
    private const int FewNumbers = 1 << 16, InnerPart = 4096;

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
        if (k != kb)
            Throw.ShapeMismatch("MatMul", "inner sizes differ", $"left {Describe(a, transposeA)}", $"right {Describe(b, transposeB)}");
        if (c.Rows != m || c.Columns != n)
            Throw.ShapeMismatch("MatMul", "the result does not fit", $"expected [{m}, {n}]", $"got {c.Shape}");
        var left = transposeA ? new Gemm.Operand(a.Pointer, 1, m) : new Gemm.Operand(a.Pointer, k, 1);
        var right = transposeB ? new Gemm.Operand(b.Pointer, 1, k) : new Gemm.Operand(b.Pointer, n, 1);
        Run(m, n, k, alpha, left, right, accumulate, c.Pointer, n);
    }

    internal static void Run(int m, int n, int k, float alpha, Gemm.Operand a, Gemm.Operand b, bool accumulate, float* c, int ldc)
    {
        if (k >= 2 * InnerPart && (long)m * n <= FewNumbers)
        {
            RunInner(m, n, k, alpha, a, b, accumulate, c, ldc);
            return;
        }

        bool down = m >= n;
        int threads = WorkerPool.Threads, length = down ? m : n;
        int parts = threads == 1 || (long)m * n * k < ParallelThreshold
            ? 1
            : threads * Math.Clamp(length / (threads * LongPart), 1, MostPartsAThread);
        WorkerPool.Run(parts, new Part(m, n, k, alpha, a, b, accumulate, c, ldc, down, parts));
    }

    // Parts of the sum over the inner index, added in order.
    private static void RunInner(int m, int n, int k, float alpha, Gemm.Operand a, Gemm.Operand b, bool accumulate, float* c, int ldc)
    {
        int parts = (k + InnerPart - 1) / InnerPart, length = m * n;
        float[] buffer = ArrayPool<float>.Shared.Rent(checked(parts * length));
        fixed (float* sums = buffer)
        {
            WorkerPool.Run(parts, new InnerSum(m, n, k, alpha, a, b, sums));
            for (int part = 0; part < parts; part++)
            {
                for (int row = 0; row < m; row++)
                {
                    ReadOnlySpan<float> sum = new(sums + ((nint)part * length) + ((nint)row * n), n);
                    Span<float> total = new(c + ((nint)row * ldc), n);
                    if (part == 0 && !accumulate) sum.CopyTo(total);
                    else Add.Run(sum, total);
                }
            }
        }

        ArrayPool<float>.Shared.Return(buffer);
    }

    private static string Describe(Tensor tensor, bool transposed) => transposed ? $"{tensor.Shape}ᵀ" : tensor.Shape.ToString();

    // Rows or columns of the result.
    private readonly struct Part(
        int m, int n, int k, float alpha, Gemm.Operand a, Gemm.Operand b, bool accumulate, float* c, int ldc,
        bool down, int parts) : IParallelWork
    {
        public void Run(int piece)
        {
            int length = down ? m : n, from = Start(piece), count = Start(piece + 1) - from;
            if (count == 0 && length > 0) return;
            if (down) Gemm.Run(count, n, k, alpha, a.Slice(from, 0), b, accumulate, c + ((nint)from * ldc), ldc);
            else Gemm.Run(m, count, k, alpha, a, b.Slice(0, from), accumulate, c + from, ldc);
        }

        // Whole tiles, so that at most one part has edges.
        private int Start(int piece)
        {
            (int length, int tile) = down ? (m, Gemm.MR) : (n, Gemm.NR);
            return piece == parts ? length : (int)((long)length * piece / parts / tile * tile);
        }
    }

    // Inner indices.
    private readonly struct InnerSum(int m, int n, int k, float alpha, Gemm.Operand a, Gemm.Operand b, float* sums) : IParallelWork
    {
        public void Run(int piece)
        {
            int from = piece * InnerPart;
            Gemm.Run(
                m, n, Math.Min(InnerPart, k - from), alpha, a.Slice(0, from), b.Slice(from, 0), false, sums + ((nint)piece * m * n), n);
        }
    }
}
