using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Measuring;

/// <summary>What cores can do at most: independent multiply-adds of the widest vectors that the kernels use, nothing else.</summary>
internal static class MultiplyAddPeak
{
    private const int Chains = 16, Rounds = 200_000;

    // Several pieces a thread, so that a thread that wakes late leaves the others no longer than one piece.
    private const int PiecesPerThread = 8;

    /// <summary>The operations of <see cref="Run"/> on so many threads: a multiply-add is two.</summary>
    public static double Operations(int threads) => 2.0 * Lanes * Chains * Rounds * PiecesPerThread * threads;

    /// <summary>One measurement on so many threads, operations a second.</summary>
    public static double Measure(int threads = 1)
    {
        long start = Stopwatch.GetTimestamp();
        Run(threads);
        return Operations(threads) / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The multiply-adds that are measured, on so many threads of the kernels' pool.</summary>
    public static void Run(int threads)
    {
        WorkerPool.Threads = threads;
        WorkerPool.Run(PiecesPerThread * threads, default(Piece));
    }

    private static int Lanes => Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256<float>.Count;

    private readonly struct Piece : IParallelWork
    {
        public void Run(int piece)
        {
            float sum = Vector512.IsHardwareAccelerated ? Run512(Rounds) : Run256(Rounds);
            // The sum keeps the chains alive: it is a number, whatever they come to.
            if (float.IsNaN(sum)) throw new ArithmeticException("The multiply-adds of 0.5 and 1 are no number.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run512(int rounds)
    {
        Vector512<float> x = Vector512.Create(0.5f), y = Vector512.Create(1f);
        Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x, m = x, n = x, o = x, p = x;
        for (; rounds > 0; rounds--)
        {
            (a, b, c, d) = (
                Vector512.FusedMultiplyAdd(a, x, y), Vector512.FusedMultiplyAdd(b, x, y),
                Vector512.FusedMultiplyAdd(c, x, y), Vector512.FusedMultiplyAdd(d, x, y));
            (e, f, g, h) = (
                Vector512.FusedMultiplyAdd(e, x, y), Vector512.FusedMultiplyAdd(f, x, y),
                Vector512.FusedMultiplyAdd(g, x, y), Vector512.FusedMultiplyAdd(h, x, y));
            (i, j, k, l) = (
                Vector512.FusedMultiplyAdd(i, x, y), Vector512.FusedMultiplyAdd(j, x, y),
                Vector512.FusedMultiplyAdd(k, x, y), Vector512.FusedMultiplyAdd(l, x, y));
            (m, n, o, p) = (
                Vector512.FusedMultiplyAdd(m, x, y), Vector512.FusedMultiplyAdd(n, x, y),
                Vector512.FusedMultiplyAdd(o, x, y), Vector512.FusedMultiplyAdd(p, x, y));
        }

        return (a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p)[0];
    }

    // Twelve chains are what sixteen registers hold beside x and y: four of the sixteen go through them once more.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run256(int rounds)
    {
        Vector256<float> x = Vector256.Create(0.5f), y = Vector256.Create(1f);
        Vector256<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (; rounds > 0; rounds--)
        {
            (a, b, c, d) = (
                Vector256.FusedMultiplyAdd(a, x, y), Vector256.FusedMultiplyAdd(b, x, y),
                Vector256.FusedMultiplyAdd(c, x, y), Vector256.FusedMultiplyAdd(d, x, y));
            (e, f, g, h) = (
                Vector256.FusedMultiplyAdd(e, x, y), Vector256.FusedMultiplyAdd(f, x, y),
                Vector256.FusedMultiplyAdd(g, x, y), Vector256.FusedMultiplyAdd(h, x, y));
            (i, j, k, l) = (
                Vector256.FusedMultiplyAdd(i, x, y), Vector256.FusedMultiplyAdd(j, x, y),
                Vector256.FusedMultiplyAdd(k, x, y), Vector256.FusedMultiplyAdd(l, x, y));
            (a, b, c, d) = (
                Vector256.FusedMultiplyAdd(a, x, y), Vector256.FusedMultiplyAdd(b, x, y),
                Vector256.FusedMultiplyAdd(c, x, y), Vector256.FusedMultiplyAdd(d, x, y));
        }

        return (a + b + c + d + e + f + g + h + i + j + k + l)[0];
    }
}
