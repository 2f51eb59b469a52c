namespace OnDeviceRec.Baselines.SequenceKnn;

/// <summary>
/// The items of the present sequence that a list may hold for their repeats, without going through all of them: a sequence of n items costs
/// n lists of a size, not n²/2 items.
/// </summary>
/// <remarks>
/// An occurrence counts 1, and the last one b·exp(−age/3) more. From some age on that is lost beside a single occurrence in single
/// precision; then an item weighs what it counts, and a list of K has no use for more than the K that count most. Only the recent ones are
/// looked at one by one.
/// </remarks>
internal sealed class RepeatCounts
{
    private const float RepeatDecay = 3;

    private readonly OwnItems own;
    private readonly float recency;
    private readonly int settledAge;
    private readonly CountTree settled;
    private readonly List<(int Row, int Count)> taken = [];

    /// <summary>Counts of a sequence.</summary>
    /// <param name="own">The sequence.</param>
    /// <param name="items">V.</param>
    /// <param name="recency">b.</param>
    public RepeatCounts(OwnItems own, int items, float recency)
    {
        (this.own, this.recency, settled) = (own, recency, new CountTree(items));
        while (1 + Recency(settledAge) > 1) settledAge++;
    }

    /// <summary>The occurrences of a row, with what its last one counts more.</summary>
    /// <param name="row">A row that occurs.</param>
    public float this[int row] => own.CountOf(row) + Recency(own.AgeOf(row));

    /// <summary>Hears that the sequence has one more item.</summary>
    /// <param name="row">The item.</param>
    public void Appended(int row)
    {
        settled[row] = 0;
        if (settledAge < own.Length && own.IsLast(settledAge, out int old)) settled[old] = own.CountOf(old);
    }

    /// <summary>Hears that the sequence is about to be forgotten.</summary>
    public void Clear()
    {
        for (int age = 0; age < own.Length; age++)
            if (own.IsLast(age, out int row)) settled[row] = 0;
    }

    /// <summary>Adds the repeats to votes: to every row that has some, and of the others as far as a list needs them.</summary>
    /// <param name="votes">The votes for the sequence.</param>
    /// <param name="unit">What an occurrence adds.</param>
    /// <param name="places">K, the rows of the list.</param>
    public void AddTo(KnnVotes votes, float unit, int places)
    {
        foreach (int row in votes.Rows)
            if (own.Holds(row)) votes.Add(row, unit * this[row]);

        for (int age = 0; age < Math.Min(settledAge, own.Length); age++)
            if (own.IsLast(age, out int row) && votes[row] == 0) votes.Add(row, unit * this[row]);

        while (places > 0 && settled.TryGreatest(out int row, out int count))
        {
            settled[row] = 0;
            taken.Add((row, count));
            if (votes[row] > 0) continue;
            votes.Add(row, unit * this[row]);
            places--;
        }

        foreach ((int row, int count) in taken) settled[row] = count;
        taken.Clear();
    }

    private float Recency(int age) => recency * MathF.Exp(-age / RepeatDecay);
}
