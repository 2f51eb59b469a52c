using OnDeviceRec.Data;

namespace OnDeviceRec.Evaluation;

/// <summary>
/// Full ranking by the protocol: every example (s_1..s_k) → s_{k+1}, k ≥ minPrefix, is asked for the 20 best of all V items, no
/// sampling and nothing left out. The result does not depend on the number of threads.
/// </summary>
public static class Evaluator
{
    /// <summary>Evaluates a ranker. Every thread takes the next sequence that is free and walks it with a ranker of its own.</summary>
    /// <param name="factory">Makes a ranker; called on each thread. A ranker that is <see cref="IDisposable"/> is disposed of.</param>
    /// <param name="sequences">The sequences to predict.</param>
    /// <param name="minPrefix">Shortest prefix that makes an example, at least 1.</param>
    /// <param name="popularity">Occurrences in train: gives V and, for the slices, the head items.</param>
    /// <param name="threads">How many threads, at least 1.</param>
    /// <param name="progress">Hears of every sequence done, on whatever thread did it, one call at a time.</param>
    /// <param name="cancellation">Stops the evaluation.</param>
    /// <exception cref="ArgumentException">There is no example, or a row is not below V.</exception>
    /// <exception cref="ArgumentOutOfRangeException">minPrefix or the number of threads is below 1.</exception>
    /// <exception cref="InvalidOperationException">
    /// A ranker's list is not what <see cref="IRanker.Top"/> promises. Other exceptions of a ranker go through as they are.
    /// </exception>
    /// <exception cref="OperationCanceledException">The evaluation was stopped.</exception>
    public static EvaluationResult Run(
        Func<IRanker> factory,
        Sequences sequences,
        int minPrefix,
        Popularity popularity,
        int threads,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(popularity);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var examples = new Examples(sequences, minPrefix);
        if (examples.Count == 0)
        {
            throw new ArgumentException(
                $"Evaluator: none of {sequences.Count} sequences is longer than minPrefix, {minPrefix}.", nameof(sequences));
        }

        int items = popularity.Counts.Length;
        foreach (int row in sequences.Items.Span)
            if (row >= items) throw new ArgumentException($"Evaluator: row {row} of a catalog of {items} items.", nameof(sequences));

        byte[] ranks = new byte[examples.Count];
        int[] starts = SequenceStarts.Of(examples);
        PieceQueue.Run(starts, threads, Walk, progress, cancellation);
        return new EvaluationResult(examples, ranks, popularity.HeadItems());

        void Walk(IEnumerable<int> mine)
        {
            IRanker ranker = factory();
            using var owned = ranker as IDisposable;
            var walk = new SequenceWalk(ranker, items);
            foreach (int s in mine)
            {
                int sequence = examples[starts[s]].Sequence;
                walk.Rank(sequence, sequences[sequence], minPrefix, ranks.AsSpan(starts[s]..starts[s + 1]));
            }
        }
    }
}
