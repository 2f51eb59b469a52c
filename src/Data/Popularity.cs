namespace OnDeviceRec.Data;

/// <summary>How often each item occurs in given sequences, every occurrence counted.</summary>
public sealed class Popularity
{
    private readonly int[] counts;
    private readonly int[] ranking;

    /// <summary>Counts the items of <paramref name="sequences"/>.</summary>
    /// <param name="sequences">Usually the train sequences.</param>
    /// <param name="items">V; every row is below it.</param>
    /// <exception cref="ArgumentException">A row is not below V.</exception>
    public Popularity(Sequences sequences, int items)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        ArgumentOutOfRangeException.ThrowIfNegative(items);
        counts = new int[items];
        foreach (int row in sequences.Items.Span)
        {
            if (row >= items) throw new ArgumentException($"Popularity: row {row} of {items} items.", nameof(sequences));
            counts[row]++;
        }

        // Count in the high half, inverted, and row in the low half: one sort orders by count downwards, then by row upwards.
        long[] keys = new long[items];
        for (int row = 0; row < items; row++) keys[row] = ((long)(int.MaxValue - counts[row]) << 32) | (uint)row;
        Array.Sort(keys);
        ranking = Array.ConvertAll(keys, key => (int)(uint)key);
    }

    /// <summary>Occurrences of each row, <c>[V]</c>.</summary>
    public ReadOnlySpan<int> Counts => counts;

    /// <summary>All rows, most frequent first, ties by lower row, <c>[V]</c>.</summary>
    public ReadOnlySpan<int> Ranking => ranking;

    /// <summary>The popular items: the ⌊fraction · V⌋ most frequent, ties by lower row.</summary>
    /// <param name="fraction">Share of the catalog, 0 .. 1.</param>
    /// <returns>Whether each row is popular, <c>[V]</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is outside 0 .. 1.</exception>
    public bool[] HeadItems(double fraction = 0.2)
    {
        if (!(fraction >= 0 && fraction <= 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), $"HeadItems: fraction {fraction} is outside 0 .. 1.");
        bool[] isHead = new bool[counts.Length];
        foreach (int row in ranking.AsSpan(0, Share.Of(fraction, counts.Length))) isHead[row] = true;
        return isHead;
    }
}
