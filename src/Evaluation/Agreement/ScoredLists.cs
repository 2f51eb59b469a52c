using OnDeviceRec.Data;

namespace OnDeviceRec.Evaluation.Agreement;

/// <summary>What a ranker lists for every example, sequences walked item by item: rows and scores, K = min(20, V) of each.</summary>
internal sealed class ScoredLists
{
    private readonly int length;
    private readonly int[] rows;
    private readonly float[] scores;

    private ScoredLists(int examples, int length) =>
        (this.length, rows, scores) = (length, new int[examples * length], new float[examples * length]);

    /// <summary>Walks all sequences, each on the next thread that is free, with a ranker of the thread's own.</summary>
    /// <exception cref="InvalidOperationException">A list is not what a ranker promises.</exception>
    public static ScoredLists Make(
        Func<IScoredRanker> factory,
        Examples examples,
        int items,
        int threads,
        IProgress<WorkProgress>? progress,
        CancellationToken cancellation)
    {
        var lists = new ScoredLists(examples.Count, RankedList.Length(items));
        int[] starts = SequenceStarts.Of(examples);
        PieceQueue.Run(starts, threads, Walk, progress, cancellation);
        return lists;

        void Walk(IEnumerable<int> mine)
        {
            IScoredRanker ranker = factory();
            foreach (int s in mine)
            {
                ranker.Begin();
                int appended = 0;
                for (int i = starts[s]; i < starts[s + 1]; i++)
                {
                    ReadOnlySpan<int> prefix = examples.Prefix(i);
                    for (; appended < prefix.Length; appended++) ranker.Append(prefix[appended]);
                    int at = i * lists.length;
                    Span<int> list = lists.rows.AsSpan(at, lists.length);
                    RankedList.Check(ranker, examples[i], ranker.Top(list, lists.scores.AsSpan(at, lists.length)), list, items);
                }
            }
        }
    }

    /// <summary>The rows of an example's list: <c>[K]</c>.</summary>
    public ReadOnlySpan<int> Rows(int example) => rows.AsSpan(example * length, length);

    /// <summary>Their scores: <c>[K]</c>.</summary>
    public ReadOnlySpan<float> Scores(int example) => scores.AsSpan(example * length, length);

    /// <summary>In how many examples the lists are not the same rows with the same scores.</summary>
    public int CountDifferent(ScoredLists other)
    {
        int count = 0;
        for (int i = 0; i < rows.Length / length; i++)
            if (!Rows(i).SequenceEqual(other.Rows(i)) || !Scores(i).SequenceEqual(other.Scores(i))) count++;
        return count;
    }
}
