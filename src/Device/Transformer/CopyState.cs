namespace OnDeviceRec.Device.Transformer;

/// <summary>What a history's user may choose again: its rows once each, ascending, with their shares of p_copy, and how much γ it is wanted.</summary>
internal sealed class CopyState(int maxLength)
{
    private readonly int[] rows = new int[maxLength];
    private readonly float[] shares = new float[maxLength];
    private readonly float[] scores = new float[maxLength];

    /// <summary>γ; g = σ(γ).</summary>
    public double Gate { get; set; }

    public int Count { get; private set; }

    public ReadOnlySpan<int> Rows => rows.AsSpan(0, Count);

    public ReadOnlySpan<float> Shares => shares.AsSpan(0, Count);

    /// <summary>The rows' scores in the catalogue, once they have been kept.</summary>
    public ReadOnlySpan<float> Scores => scores.AsSpan(0, Count);

    public void Clear() => Count = 0;

    /// <summary>Adds to the share of a row.</summary>
    public void Add(int row, float share)
    {
        int place = Rows.BinarySearch(row);
        if (place < 0)
        {
            place = ~place;
            rows.AsSpan(place, Count - place).CopyTo(rows.AsSpan(place + 1));
            shares.AsSpan(place, Count - place).CopyTo(shares.AsSpan(place + 1));
            (rows[place], shares[place]) = (row, 0);
            Count++;
        }

        shares[place] += share;
    }

    /// <summary>Keeps the scores of those rows that lie in a block of the catalogue.</summary>
    public void Keep(ReadOnlySpan<float> block, int first)
    {
        for (int i = 0; i < Count; i++)
        {
            uint at = (uint)(rows[i] - first);
            if (at < (uint)block.Length) scores[i] = block[(int)at];
        }
    }
}
