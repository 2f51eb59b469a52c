using OnDeviceRec.Data;

namespace OnDeviceRec.Bench.Steps;

/// <summary>
/// Batches whose items follow a power law: row r, counted from 0, is drawn with a probability in proportion to (r + 1)^−0.8.
/// </summary>
internal sealed class PowerLawBatches
{
    private const double Exponent = 0.8, EndsHere = 0.15;
    private const int Longest = 40;

    private readonly Random random;
    private readonly double[] cumulative;

    /// <summary>Draws from a catalog.</summary>
    /// <param name="items">V.</param>
    /// <param name="seed">Keys the draws.</param>
    public PowerLawBatches(int items, int seed)
    {
        random = new Random(seed);
        cumulative = new double[items];
        double sum = 0;
        for (int row = 0; row < items; row++) cumulative[row] = sum += Math.Pow(row + 1, -Exponent);
    }

    /// <summary>B sequences of geometric lengths, 40 at most: about 6.6 items on average.</summary>
    public RaggedBatch OfGeometricLengths(int batch) => Draw([.. Enumerable.Range(0, batch).Select(_ => Length())]);

    /// <summary>Sequences of such lengths, of two items at least, for neighbors.</summary>
    public Sequences Sequences(int count) =>
        Data.Sequences.Of([.. Enumerable.Range(0, count).Select(_ => Rows(1 + Length()))]);

    /// <summary>B sequences of T items each.</summary>
    public RaggedBatch OfLength(int batch, int length) => Draw([.. Enumerable.Repeat(length, batch)]);

    private RaggedBatch Draw(int[] lengths)
    {
        var batch = new RaggedBatch(lengths.Length, lengths.Sum());
        foreach (int length in lengths)
        {
            batch.Add(Rows(length), Row());
        }

        return batch;
    }

    private int Length() => Math.Min(Longest, 1 + (int)(Math.Log(1 - random.NextDouble()) / Math.Log(1 - EndsHere)));

    private int[] Rows(int count) => [.. Enumerable.Range(0, count).Select(_ => Row())];

    private int Row()
    {
        int place = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
        return Math.Min(place < 0 ? ~place : place, cumulative.Length - 1);
    }
}
