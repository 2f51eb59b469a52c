using OnDeviceRec.Data;

namespace OnDeviceRec.Baselines.SequenceKnn;

/// <summary>What the most similar of given sequences have close to what they share with the present one.</summary>
/// <remarks>
/// <para>
/// An item i of the present sequence s weighs w_i = exp(−age/λ)·ln(1 + n/m) with age the number of items after its last occurrence and
/// m of the n sequences holding it. Candidates are the most recent sequences that share an item; the similarity of c is
/// Σ_{i in s and c} w_i / √|c|, the cosine but for a factor that is the same for all. Each of the most similar ones votes for its items:
/// every occurrence at distance k from the nearest occurrence of the shared item that is most recent in s adds similarity·exp(−k/δ). With
/// <see cref="KnnOptions.RepeatWeight"/> that shared item itself gets no vote.
/// </para>
/// <para>
/// The sequence counts whole, however long; weights below 1e-9 of the largest are left out. Nothing is allocated after the first sequence
/// of its length. Not for more than one thread at a time. Source: V-SKNN (Ludewig, Jannach: Evaluation of session-based recommendation
/// algorithms, 2018) and STAN (Garg et al.: Sequence and time aware neighborhood for session-based recommendations, SIGIR 2019).
/// </para>
/// </remarks>
public sealed class KnnVotes
{
    private const float Negligible = 1e-9f;

    // No position of a sequence is as far from another.
    private const int Nowhere = int.MaxValue / 2;

    private readonly KnnOptions options;

    /// <summary>exp(−k/δ) as far as it is not negligible.</summary>
    private readonly float[] itemDecay;

    /// <summary>By sequence: Σ w_i, 0 where nothing is shared, and the most recent item shared.</summary>
    private readonly float[] shared;
    private readonly int[] anchors;
    private readonly int[] candidates;
    private readonly ulong[] neighbors;

    /// <summary>By row: the score, 0 where there is none; the rows that have one.</summary>
    private readonly float[] scores;
    private readonly int[] scored;
    private readonly ulong[] ranked;
    private int candidateCount, scoredCount;

    /// <summary>Votes of indexed sequences.</summary>
    /// <param name="index">The sequences. Only read: others may share them.</param>
    /// <param name="options">The settings.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public KnnVotes(KnnIndex index, KnnOptions options)
    {
        (Index, this.options) = (index, options.Checked());
        (int sequences, int items) = (index.Sequences.Count, index.Popularity.Counts.Length);
        itemDecay =
        [
            .. Enumerable.Range(0, index.LongestSequence)
                .Select(k => MathF.Exp(-k / options.ItemDecay)).TakeWhile(weight => weight >= Negligible),
        ];
        (shared, anchors, candidates) = (new float[sequences], new int[sequences], new int[sequences]);
        neighbors = new ulong[Math.Min(options.Candidates, sequences)];
        (scores, scored, ranked) = (new float[items], new int[items], new ulong[items]);
        Own = new OwnItems(items);
    }

    /// <summary>The sequences that vote.</summary>
    public KnnIndex Index { get; }

    /// <summary>The rows that have votes, each once, in no particular order.</summary>
    public ReadOnlySpan<int> Rows => scored.AsSpan(0, scoredCount);

    /// <summary>The present sequence.</summary>
    internal OwnItems Own { get; }

    /// <summary>The votes for a row, 0 where it has none.</summary>
    /// <param name="row">0 .. V − 1.</param>
    public float this[int row] => scores[row];

    /// <summary>Forgets the sequence so far and begins an empty one.</summary>
    public void Begin() => Own.Clear();

    /// <summary>Adds the next item of the sequence.</summary>
    /// <param name="row">0 .. V − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The row is not one of the catalog.</exception>
    public void Append(int row)
    {
        Index.Popularity.CheckRow(row);
        Own.Append(row);
    }

    /// <summary>Counts the votes for the present sequence; they stay until <see cref="Clear"/>.</summary>
    /// <param name="except">The number of a sequence that has no vote, such as the one that the present sequence is the beginning of; −1
    /// for none.</param>
    public void Count(int except = -1)
    {
        FindCandidates(except);
        foreach (ulong neighbor in NearestNeighbors()) Vote(Keyed.Number(neighbor), Keyed.Weight(neighbor));
    }

    /// <summary>The rows outside of the present sequence that have the most votes, with their shares of what these have together.</summary>
    /// <param name="rows">[K], receives the rows, ascending; of equal ones those of lower row.</param>
    /// <param name="shares">[K], receives the shares: above 0, their sum is 1.</param>
    /// <returns>How many were written: K, or fewer where no more have votes.</returns>
    public int Best(Span<int> rows, Span<float> shares)
    {
        int count = 0;
        foreach (int row in Rows)
        {
            if (!Own.Holds(row)) ranked[count++] = Keyed.Of(scores[row], ~row);
        }

        Span<ulong> best = Greatest.Select(ranked.AsSpan(0, count), rows.Length);
        for (int i = 0; i < best.Length; i++) rows[i] = ~Keyed.Number(best[i]);
        rows[..best.Length].Sort();
        float sum = 0;
        for (int i = 0; i < best.Length; i++) sum += scores[rows[i]];
        for (int i = 0; i < best.Length; i++) shares[i] = scores[rows[i]] / sum;
        return best.Length;
    }

    /// <summary>Forgets all votes.</summary>
    public void Clear()
    {
        foreach (int sequence in candidates.AsSpan(0, candidateCount)) shared[sequence] = 0;
        foreach (int row in Rows) scores[row] = 0;
        candidateCount = scoredCount = 0;
    }

    /// <summary>Adds to the votes of a row.</summary>
    internal void Add(int row, float amount)
    {
        if (scores[row] == 0) scored[scoredCount++] = row;
        scores[row] += amount;
    }

    private void FindCandidates(int except)
    {
        for (int age = 0; age < Own.Length; age++)
        {
            float decay = MathF.Exp(-age / options.PositionDecay);
            if (decay < Negligible) break;
            if (!Own.IsLast(age, out int row)) continue;
            ReadOnlySpan<int> holding = MostRecent(Index.Holding(row));
            if (holding.IsEmpty) continue;
            float weight = decay * Index.Rarity(row);
            foreach (int sequence in holding)
            {
                if (sequence == except) continue;
                if (shared[sequence] == 0)
                {
                    candidates[candidateCount++] = sequence;
                    anchors[sequence] = row;
                }

                shared[sequence] += weight;
            }
        }
    }

    // Of a popular item those that can be among the candidates: a sequence that so many others of this item alone are ahead of is not. One
    // of them may be the one without a vote.
    private ReadOnlySpan<int> MostRecent(ReadOnlySpan<int> holding) => holding[Math.Max(0, holding.Length - options.Candidates - 1)..];

    /// <summary>Of equally similar ones the more recent.</summary>
    private Span<ulong> NearestNeighbors()
    {
        Span<int> recent = Greatest.Select(candidates.AsSpan(0, candidateCount), options.Candidates);
        for (int i = 0; i < recent.Length; i++) neighbors[i] = Keyed.Of(shared[recent[i]] / Index.Norm(recent[i]), recent[i]);
        return Greatest.Select(neighbors.AsSpan(0, recent.Length), options.Neighbors);
    }

    private void Vote(int neighbor, float similarity)
    {
        ReadOnlySpan<int> sequence = Index.Sequences[neighbor];
        int anchor = anchors[neighbor], before = -Nowhere, after = sequence.IndexOf(anchor);
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
}
