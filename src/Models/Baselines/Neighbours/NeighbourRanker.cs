using OnDeviceRec.Data;

namespace OnDeviceRec.Models.Baselines.Neighbours;

/// <summary>
/// Sequence-kNN: the items that stand, in the most similar of given sequences, close to what they share with the present one. With
/// <see cref="NeighbourOptions.RepeatWeight"/> the present sequence's own items are counted besides.
/// </summary>
/// <remarks>
/// <para>
/// An item i of the present sequence s weighs w_i = exp(−age/λ)·ln(1 + n/m) with age the number of items after its last occurrence and
/// m of the n sequences holding it. Candidates are the most recent sequences that share an item; the similarity of c is
/// Σ_{i in s and c} w_i / √|c|, the cosine but for a factor that is the same for all. Each of the most similar ones votes for its items:
/// every occurrence at distance k from the nearest occurrence of the shared item that is most recent in s adds similarity·exp(−k/δ).
/// </para>
/// <para>
/// With repeats that shared item itself gets no vote, the votes are divided by the largest, and each item of s gets
/// a·(count + b·exp(−age/3)) besides.
/// </para>
/// <para>
/// Items without a score follow by popularity. The sequence counts whole, however long; weights below 1e-9 of the largest are left out.
/// Source: V-SKNN (Ludewig, Jannach: Evaluation of session-based recommendation algorithms, 2018) and STAN (Garg et al.: Sequence and
/// time aware neighborhood for session-based recommendations, SIGIR 2019).
/// </para>
/// </remarks>
public sealed class NeighbourRanker : IRanker
{
    private const float Negligible = 1e-9f, RepeatDecay = 3;

    // No position of a sequence is as far from another.
    private const int Nowhere = int.MaxValue / 2;

    private readonly NeighbourIndex index;
    private readonly NeighbourOptions options;
    private readonly OwnItems own = new();

    /// <summary>exp(−k/δ) as far as it is not negligible.</summary>
    private readonly float[] itemDecay;

    /// <summary>By sequence: Σ w_i, 0 where nothing is shared, and the most recent item shared.</summary>
    private readonly float[] shared;
    private readonly int[] anchors;
    private readonly int[] candidates;
    private readonly ulong[] neighbours;

    /// <summary>By row: the score, 0 where there is none; the rows that have one, and room to rank them.</summary>
    private readonly float[] scores;
    private readonly int[] scored;
    private readonly ulong[] ranked;
    private int candidateCount, scoredCount;

    /// <summary>A ranker over indexed sequences.</summary>
    /// <param name="index">The sequences. Only read: rankers may share them.</param>
    /// <param name="options">The settings.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public NeighbourRanker(NeighbourIndex index, NeighbourOptions options)
    {
        (this.index, this.options) = (index, options.Checked());
        (int sequences, int items) = (index.Sequences.Count, index.Popularity.Counts.Length);
        itemDecay = [.. Enumerable.Range(0, index.LongestSequence).Select(k => MathF.Exp(-k / options.ItemDecay)).TakeWhile(weight => weight >= Negligible)];
        (shared, anchors, candidates) = (new float[sequences], new int[sequences], new int[sequences]);
        neighbours = new ulong[Math.Min(options.Candidates, sequences)];
        (scores, scored, ranked) = (new float[items], new int[items], new ulong[items]);
    }

    /// <inheritdoc/>
    public void Begin() => own.Clear();

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The row is not one of the catalogue.</exception>
    public void Append(int row)
    {
        index.Popularity.CheckRow(row);
        own.Append(row);
    }

    /// <inheritdoc/>
    public int Top(Span<int> rows)
    {
        FindCandidates();
        foreach (ulong neighbour in NearestNeighbours()) Vote(Keyed.Number(neighbour), Keyed.Weight(neighbour));
        if (options.RepeatWeight > 0) CountRepeats();
        int written = Rank(rows);
        foreach (int row in index.Popularity.Ranking)
        {
            if (written == rows.Length) break;
            if (scores[row] == 0) rows[written++] = row;
        }

        foreach (int sequence in candidates.AsSpan(0, candidateCount)) shared[sequence] = 0;
        foreach (int row in scored.AsSpan(0, scoredCount)) scores[row] = 0;
        candidateCount = scoredCount = 0;
        return written;
    }

    private void FindCandidates()
    {
        for (int i = own.Count - 1; i >= 0; i--)
        {
            (int row, _, int age) = own[i];
            float decay = MathF.Exp(-age / options.PositionDecay);
            if (decay < Negligible) break;
            ReadOnlySpan<int> holding = index.Holding(row);
            if (holding.IsEmpty) continue;
            float weight = decay * index.Rarity(row);
            foreach (int sequence in holding)
            {
                if (shared[sequence] == 0)
                {
                    candidates[candidateCount++] = sequence;
                    anchors[sequence] = row;
                }

                shared[sequence] += weight;
            }
        }
    }

    /// <summary>Of equally similar ones the more recent.</summary>
    private Span<ulong> NearestNeighbours()
    {
        Span<int> recent = Greatest.Select(candidates.AsSpan(0, candidateCount), options.Candidates);
        for (int i = 0; i < recent.Length; i++) neighbours[i] = Keyed.Of(shared[recent[i]] / index.Norm(recent[i]), recent[i]);
        return Greatest.Select(neighbours.AsSpan(0, recent.Length), options.Neighbours);
    }

    private void Vote(int neighbour, float similarity)
    {
        ReadOnlySpan<int> sequence = index.Sequences[neighbour];
        int anchor = anchors[neighbour], before = -Nowhere, after = sequence.IndexOf(anchor);
        for (int i = 0; i < sequence.Length; i++)
        {
            if (i == after)
            {
                int next = sequence[(i + 1)..].IndexOf(anchor);
                (before, after) = (i, next < 0 ? Nowhere : i + 1 + next);
                if (options.RepeatWeight == 0) Add(anchor, similarity);
                continue;
            }

            int distance = Math.Min(i - before, after - i);
            if (distance < itemDecay.Length) Add(sequence[i], similarity * itemDecay[distance]);
        }
    }

    private void CountRepeats()
    {
        float largest = 0;
        foreach (int row in scored.AsSpan(0, scoredCount)) largest = Math.Max(largest, scores[row]);
        float unit = options.RepeatWeight * (largest > 0 ? largest : 1);
        for (int i = 0; i < own.Count; i++)
        {
            (int row, int count, int age) = own[i];
            Add(row, unit * (count + options.RepeatRecency * MathF.Exp(-age / RepeatDecay)));
        }
    }

    private void Add(int row, float amount)
    {
        if (scores[row] == 0) scored[scoredCount++] = row;
        scores[row] += amount;
    }

    /// <summary>Lists the rows that have a score, best first, as far as there is room.</summary>
    private int Rank(Span<int> rows)
    {
        for (int i = 0; i < scoredCount; i++) ranked[i] = Keyed.Of(scores[scored[i]], ~scored[i]);
        Span<ulong> best = Greatest.Select(ranked.AsSpan(0, scoredCount), rows.Length);
        best.Sort();
        for (int i = 0; i < best.Length; i++) rows[i] = ~Keyed.Number(best[best.Length - 1 - i]);
        return best.Length;
    }
}
