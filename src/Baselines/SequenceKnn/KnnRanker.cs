using OnDeviceRec.Evaluation;

namespace OnDeviceRec.Baselines.SequenceKnn;

/// <summary>
/// Sequence-kNN: the items by their <see cref="KnnVotes"/>. With <see cref="KnnOptions.RepeatWeight"/> a the present sequence's
/// own items are counted besides: the votes are divided by the largest, and each item of the sequence gets a·(count + b·exp(−age/3)).
/// </summary>
/// <remarks>Items without a score follow by popularity.</remarks>
public sealed class KnnRanker : IRanker
{
    private readonly KnnOptions options;
    private readonly KnnVotes votes;
    private readonly RepeatCounts? repeats;
    private readonly ulong[] ranked;

    /// <summary>A ranker over indexed sequences.</summary>
    /// <param name="index">The sequences. Only read: rankers may share them.</param>
    /// <param name="options">The settings.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public KnnRanker(KnnIndex index, KnnOptions options)
    {
        (this.options, votes) = (options, new KnnVotes(index, options));
        int items = index.Popularity.Counts.Length;
        repeats = options.RepeatWeight > 0 ? new RepeatCounts(votes.Own, items, options.RepeatRecency) : null;
        ranked = new ulong[items];
    }

    /// <inheritdoc/>
    public void Begin()
    {
        repeats?.Clear();
        votes.Begin();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The row is not one of the catalog.</exception>
    public void Append(int row)
    {
        votes.Append(row);
        repeats?.Appended(row);
    }

    /// <inheritdoc/>
    public int Top(Span<int> rows)
    {
        votes.Count();
        repeats?.AddTo(votes, options.RepeatWeight * LargestVote(), rows.Length);
        int written = Rank(rows);
        foreach (int row in votes.Index.Popularity.Ranking)
        {
            if (written == rows.Length) break;
            if (votes[row] == 0) rows[written++] = row;
        }

        votes.Clear();
        return written;
    }

    // 1 where nobody votes.
    private float LargestVote()
    {
        float largest = 0;
        foreach (int row in votes.Rows) largest = Math.Max(largest, votes[row]);
        return largest > 0 ? largest : 1;
    }

    /// <summary>Lists the rows that have a score, best first, as far as there is room.</summary>
    private int Rank(Span<int> rows)
    {
        ReadOnlySpan<int> scored = votes.Rows;
        for (int i = 0; i < scored.Length; i++) ranked[i] = Keyed.Of(votes[scored[i]], ~scored[i]);
        Span<ulong> best = Greatest.Select(ranked.AsSpan(0, scored.Length), rows.Length);
        best.Sort();
        for (int i = 0; i < best.Length; i++) rows[i] = ~Keyed.Number(best[best.Length - 1 - i]);
        return best.Length;
    }
}
