namespace OnDeviceRec.Baselines.SequenceKnn;

/// <summary>The settings of a <see cref="KnnRanker"/>.</summary>
public sealed record KnnOptions
{
    /// <summary>How many of the sequences that share an item are looked at, the most recent ones.</summary>
    public int Candidates { get; init; } = 2500;

    /// <summary>How many of the candidates vote, the most similar ones.</summary>
    public int Neighbors { get; init; } = 500;

    /// <summary>λ: an item of the present sequence with k items after it weighs exp(−k/λ) in the similarity.</summary>
    public float PositionDecay { get; init; } = 7.2f;

    /// <summary>δ: a neighbor's item at distance k from the shared one weighs exp(−k/δ) in the vote.</summary>
    public float ItemDecay { get; init; } = 0.45f;

    /// <summary>
    /// a: what an occurrence in the present sequence adds to an item's score, of which the votes give at most 1; 0 leaves it to the votes.
    /// </summary>
    public float RepeatWeight { get; init; }

    /// <summary>b: how many occurrences it counts for that an item is the most recent one of the present sequence.</summary>
    public float RepeatRecency { get; init; } = 1;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public KnnOptions Checked()
    {
        foreach ((string name, int value) in ((string, int)[])[(nameof(Candidates), Candidates), (nameof(Neighbors), Neighbors)])
            if (value < 1) throw new ArgumentException($"KnnOptions: {name} is {value}; it must be at least 1.");
        foreach ((string name, float value) in ((string, float)[])[(nameof(PositionDecay), PositionDecay), (nameof(ItemDecay), ItemDecay)])
            if (!(value > 0 && float.IsFinite(value))) throw new ArgumentException($"KnnOptions: {name} is {value}; it must be above 0.");
        foreach ((string name, float value) in ((string, float)[])
            [(nameof(RepeatWeight), RepeatWeight), (nameof(RepeatRecency), RepeatRecency)])
        {
            if (!(value >= 0 && float.IsFinite(value)))
                throw new ArgumentException($"KnnOptions: {name} is {value}; it must be at least 0.");
        }

        return this;
    }
}
