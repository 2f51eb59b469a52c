using OnDeviceRec.Data;

namespace OnDeviceRec.Baselines.SequenceKnn;

/// <summary>
/// Which sequences hold an item: an inverted index over the sequences that neighbors are taken from. The sequences of row v are
/// numbers[starts[v] .. starts[v + 1]]. Immutable: rankers share it.
/// </summary>
public sealed class KnnIndex
{
    private readonly int[] starts;
    private readonly int[] numbers;
    private readonly float[] norms;

    /// <summary>Indexes sequences.</summary>
    /// <param name="sequences">Where neighbors come from, in time order; usually all of train.</param>
    /// <param name="items">V; every row is below it.</param>
    /// <exception cref="ArgumentException">A row is not below V.</exception>
    public KnnIndex(Sequences sequences, int items)
    {
        Popularity = new Popularity(sequences, items);
        Sequences = sequences;
        starts = new int[items + 1];
        norms = new float[sequences.Count];
        var holders = new List<(int Row, int Sequence)>(sequences.ItemCount);
        int[] seenIn = new int[items];
        Array.Fill(seenIn, -1);
        for (int s = 0; s < sequences.Count; s++)
        {
            int before = holders.Count;
            foreach (int row in sequences[s])
            {
                if (seenIn[row] == s) continue;
                seenIn[row] = s;
                holders.Add((row, s));
            }

            norms[s] = MathF.Sqrt(holders.Count - before);
            LongestSequence = Math.Max(LongestSequence, sequences[s].Length);
        }

        foreach ((int row, _) in holders) starts[row + 1]++;
        for (int row = 0; row < items; row++) starts[row + 1] += starts[row];
        numbers = new int[holders.Count];
        int[] ends = starts[..items];
        foreach ((int row, int s) in holders) numbers[ends[row]++] = s;
    }

    /// <summary>The sequences, n of them.</summary>
    public Sequences Sequences { get; }

    /// <summary>The occurrences of the items in them; gives V.</summary>
    public Popularity Popularity { get; }

    /// <summary>Items of the longest of them.</summary>
    public int LongestSequence { get; }

    /// <summary>The numbers of the sequences that hold an item, each once, the most recent last.</summary>
    /// <param name="row">0 .. V − 1.</param>
    public ReadOnlySpan<int> Holding(int row) => numbers.AsSpan(starts[row]..starts[row + 1]);

    /// <summary>How much it says that two sequences share an item: ln(1 + n/m), where m of the n sequences hold it.</summary>
    /// <param name="row">The row of an item that some sequence holds.</param>
    public float Rarity(int row) => MathF.Log(1 + (float)Sequences.Count / Holding(row).Length);

    /// <summary>The length of a sequence as a vector of ones, the root of the number of its distinct items.</summary>
    /// <param name="sequence">The sequence's number.</param>
    public float Norm(int sequence) => norms[sequence];
}
