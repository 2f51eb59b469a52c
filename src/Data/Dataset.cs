namespace OnDeviceRec.Data;

/// <summary>A data set: train and test sequences over one catalog of V items, in time order.</summary>
public sealed class Dataset
{
    /// <summary>Most items a catalog may have: an fp32 table of that many rows of width 128 takes 51 GB.</summary>
    public const int MaxItems = 100_000_000;

    /// <summary>Puts a data set together.</summary>
    /// <param name="name">What it is called in reports.</param>
    /// <param name="items">V, 1 .. <see cref="MaxItems"/>; every row of every sequence is below it.</param>
    /// <param name="minPrefix">Shortest prefix that makes an example, at least 1.</param>
    /// <param name="train">Train sequences, oldest first.</param>
    /// <param name="test">Test sequences.</param>
    /// <param name="valid">Validation sequences, where the data set brings its own.</param>
    /// <param name="itemIds">The catalog's own id of each row, <c>[V]</c>, where known.</param>
    /// <param name="skipped">How many sequences were left out on the way here.</param>
    /// <exception cref="ArgumentException">
    /// A size is out of range, a row is not below V, or an item id is blank or holds a control character.
    /// </exception>
    public Dataset(
        string name,
        int items,
        int minPrefix,
        Sequences train,
        Sequences test,
        Sequences? valid = null,
        string[]? itemIds = null,
        SkippedSequences skipped = default)
    {
        if (items is < 1 or > MaxItems)
            throw new ArgumentException($"Dataset: {items} items; a catalog has 1 to {MaxItems}.", nameof(items));
        if (minPrefix < 1) throw new ArgumentException($"Dataset: minPrefix is {minPrefix}; it is at least 1.", nameof(minPrefix));
        if (itemIds is not null && itemIds.Length != items)
            throw new ArgumentException($"Dataset: {itemIds.Length} item ids for {items} items.", nameof(itemIds));
        if (Array.FindIndex(itemIds ?? [], id => id.Length == 0 || id.Any(char.IsControl)) is var bad and >= 0)
            throw new ArgumentException($"Dataset: the item id of row {bad} is blank or holds a control character.", nameof(itemIds));
        CheckRows(train, items, nameof(train));
        CheckRows(test, items, nameof(test));
        if (valid is not null) CheckRows(valid, items, nameof(valid));
        Name = name;
        Items = items;
        MinPrefix = minPrefix;
        Train = train;
        Test = test;
        Valid = valid;
        ItemIds = itemIds;
        Skipped = skipped;
    }

    /// <summary>What the data set is called in reports.</summary>
    public string Name { get; }

    /// <summary>V, the number of items of the catalog.</summary>
    public int Items { get; }

    /// <summary>Shortest prefix that makes an example: (s_1..s_k) → s_{k+1} for k ≥ minPrefix.</summary>
    public int MinPrefix { get; }

    /// <summary>Train sequences, oldest first.</summary>
    public Sequences Train { get; }

    /// <summary>Test sequences; empty where only the training part was read.</summary>
    public Sequences Test { get; }

    /// <summary>Validation sequences of the data set's own, or null; see <see cref="SplitValidation"/>.</summary>
    public Sequences? Valid { get; }

    /// <summary>The catalog's own id of each row, <c>[V]</c>, or null where unknown.</summary>
    public string[]? ItemIds { get; }

    /// <summary>The folder it was read from, where what is worked out from it may be kept; null for a data set made in memory.</summary>
    public string? Folder { get; init; }

    /// <summary>Sequences left out because they are shorter than minPrefix + 1 items.</summary>
    public SkippedSequences Skipped { get; }

    /// <summary>
    /// What to train on and what to choose by. Without validation sequences of its own the last ⌊fraction · n⌋ of the n train
    /// sequences, the most recent, are held out; with them they are the validation and training keeps every train sequence.
    /// </summary>
    /// <param name="fraction">Share held out, at least 0 and below 1; 0 trains on all train sequences and validates on none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is outside [0, 1).</exception>
    public (Sequences Train, Sequences Valid) SplitValidation(double fraction)
    {
        if (!(fraction >= 0 && fraction < 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), $"SplitValidation: fraction {fraction} is outside [0, 1).");
        if (fraction == 0) return (Train, Sequences.Empty);
        if (Valid is not null) return (Train, Valid);
        int held = Share.Of(fraction, Train.Count);
        return (Train.Take(..^held), Train.Take(^held..));
    }

    private static void CheckRows(Sequences sequences, int items, string name)
    {
        foreach (int row in sequences.Items.Span)
            if (row >= items) throw new ArgumentException($"Dataset: row {row} in {name} of a catalog of {items} items.", name);
    }
}
