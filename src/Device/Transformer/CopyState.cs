namespace OnDeviceRec.Device.Transformer;

/// <summary>
/// What a history's user may choose again: its rows once each, ascending, with ln p_copy of each, and how much γ it is wanted.
/// </summary>
/// <remarks>Logarithms in double: a share that float has no number for may still be far above all that the catalog gives.</remarks>
internal sealed class CopyState(int maxLength)
{
    /// <summary>γ; g = σ(γ).</summary>
    public double Gate;

    private readonly int[] rows = new int[maxLength];
    private readonly double[] logShares = new double[maxLength];
    private readonly float[] scores = new float[maxLength];

    public int Count { get; private set; }

    public ReadOnlySpan<int> Rows => rows.AsSpan(0, Count);

    public bool Holds(int row) => Rows.BinarySearch(row) >= 0;

    public void Clear() => Count = 0;

    /// <summary>Adds a position to the share of its row.</summary>
    public void Add(int row, double logShare)
    {
        int place = Rows.BinarySearch(row);
        if (place >= 0)
        {
            logShares[place] = LogAdd(logShares[place], logShare);
            return;
        }

        place = ~place;
        rows.AsSpan(place, Count - place).CopyTo(rows.AsSpan(place + 1));
        logShares.AsSpan(place, Count - place).CopyTo(logShares.AsSpan(place + 1));
        (rows[place], logShares[place]) = (row, logShare);
        Count++;
    }

    /// <summary>Keeps the scores of those rows that lie in a block of the catalog.</summary>
    public void Keep(ReadOnlySpan<float> block, int first)
    {
        for (int i = 0; i < Count; i++)
        {
            uint at = (uint)(rows[i] - first);
            if (at < (uint)block.Length) scores[i] = block[(int)at];
        }
    }

    /// <summary>Keeps the score of row number i.</summary>
    public void Keep(int i, float score) => scores[i] = score;

    /// <summary>ln((1 − g)/Z), what ln P is above z outside of the history.</summary>
    /// <param name="logTotal">ln Z</param>
    public double Shift(double logTotal) => -LogAdd(Gate, 0) - logTotal;

    /// <summary>ln P of row number i.</summary>
    /// <param name="i">its number</param>
    /// <param name="shift">of <see cref="Shift"/></param>
    /// <exception cref="NonFiniteScoreException">It is NaN or infinite.</exception>
    public float Mixed(int i, double shift)
    {
        float score = (float)Math.Max(LogAdd(scores[i] + shift, logShares[i] - LogAdd(-Gate, 0)), float.MinValue);
        return float.IsFinite(score) ? score : throw NonFiniteScoreException.Of(rows[i], score);
    }

    // ln(e^a + e^b).
    private static double LogAdd(double a, double b) => Math.Max(a, b) + Math.Log(1 + Math.Exp(-Math.Abs(a - b)));
}
