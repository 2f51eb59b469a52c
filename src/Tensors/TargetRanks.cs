using OnDeviceRec.Kernels;

namespace OnDeviceRec.Tensors;

/// <summary>The place of one item a row in the full ranking of a score matrix.</summary>
public static class TargetRanks
{
    /// <summary>
    /// rank_b = #{v : x_bv &gt; x_b,target} + #{v &lt; target : x_bv = x_b,target}, from 0; equal scores stand by lower index.
    /// </summary>
    /// <param name="scores">[B, V].</param>
    /// <param name="targets">B columns of the scores.</param>
    /// <param name="ranks">B ranks, written.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a target is not a column of the scores.</exception>
    /// <exception cref="ArithmeticException">A score is not finite.</exception>
    /// <example>Scores (3, 1, 3, 2): target 0 has rank 0, target 2 rank 1, target 3 rank 2.</example>
    public static void Compute(Tensor scores, ReadOnlyMemory<int> targets, Memory<int> ranks)
    {
        Throw.IfNotEqual(targets.Length, scores.Rows, nameof(TargetRanks), "the number of targets");
        Throw.IfNotEqual(ranks.Length, scores.Rows, nameof(TargetRanks), "the number of ranks");
        foreach (int target in targets.Span)
        {
            if ((uint)target >= (uint)scores.Columns)
                throw new ArgumentException($"TargetRanks: target {target} is not a column of {scores.Shape}.");
        }

        WorkerPool.Run(scores.Rows, new Work(scores, targets, ranks));
        int bad = ranks.Span.IndexOf(-1);
        if (bad >= 0) throw new ArithmeticException($"TargetRanks: a score of row {bad} is not finite.");
    }

    private readonly struct Work(Tensor scores, ReadOnlyMemory<int> targets, Memory<int> ranks) : IParallelWork
    {
        public void Run(int piece) => ranks.Span[piece] = CountAhead.Run(scores.Row(piece), targets.Span[piece]);
    }
}
