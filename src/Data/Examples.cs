namespace OnDeviceRec.Data;

/// <summary>
/// The examples of sequences: (s_1..s_n) gives (s_1..s_k) → s_{k+1} for k = minPrefix .. n − 1. They stand in the order of the
/// sequences, shorter prefixes first.
/// </summary>
/// <remarks>Worked: [7 3 9] and [4 4] with minPrefix 1 give 7 → 3, (7 3) → 9 and 4 → 4.</remarks>
public sealed class Examples
{
    private readonly Example[] examples;

    /// <summary>Lists the examples of <paramref name="sequences"/>.</summary>
    /// <param name="sequences">Where they come from; those of at most minPrefix items give none.</param>
    /// <param name="minPrefix">Shortest prefix, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">minPrefix is below 1.</exception>
    public Examples(Sequences sequences, int minPrefix)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        if (minPrefix < 1)
            throw new ArgumentOutOfRangeException(nameof(minPrefix), $"Examples: minPrefix is {minPrefix}; it is at least 1.");
        Sequences = sequences;
        var list = new List<Example>(sequences.ItemCount);
        for (int s = 0; s < sequences.Count; s++)
        {
            int n = sequences[s].Length;
            for (int k = minPrefix; k < n; k++) list.Add(new Example(s, k));
            if (n > minPrefix) LongestPrefix = Math.Max(LongestPrefix, n - 1);
        }

        examples = [.. list];
    }

    /// <summary>The sequences the examples come from.</summary>
    public Sequences Sequences { get; }

    /// <summary>Number of examples.</summary>
    public int Count => examples.Length;

    /// <summary>Items of the longest prefix; 0 without examples.</summary>
    public int LongestPrefix { get; }

    /// <summary>Which sequence and how much of it.</summary>
    /// <param name="index">0 .. Count − 1.</param>
    public Example this[int index] => examples[index];

    /// <summary>The prefix's rows, oldest first: its most recent <paramref name="maxLength"/> items.</summary>
    /// <param name="index">0 .. Count − 1.</param>
    /// <param name="maxLength">Most items wanted, at least 1.</param>
    public ReadOnlySpan<int> Prefix(int index, int maxLength = int.MaxValue)
    {
        (int sequence, int k) = examples[index];
        int start = Math.Max(0, k - maxLength);
        return Sequences[sequence][start..k];
    }

    /// <summary>The row of the item after the prefix.</summary>
    /// <param name="index">0 .. Count − 1.</param>
    public int Target(int index)
    {
        (int sequence, int k) = examples[index];
        return Sequences[sequence][k];
    }
}
