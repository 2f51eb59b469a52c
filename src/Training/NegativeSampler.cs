using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Training;

/// <summary>
/// Draws items for a step, at most S, item v with the probability π_v = min(1, S·q(v)), q(v) in proportion to (n_v + 1)^0.75, n_v the
/// occurrences of v in train: near popularity, as the softmax is, but flatter, and no item is out of reach (0.75: Mikolov and others,
/// arXiv 1310.4546).
/// </summary>
/// <remarks>
/// Systematic: one uniform number u, and the items at (s + u)/S, s = 0 .. S − 1, of the cumulated probabilities. An item of S·q(v) ≥ 1 is
/// always among them, the others with the probability S·q(v) exactly, as <see cref="SampledItems"/> wants it. The draws depend on seed and
/// step alone.
/// </remarks>
public sealed class NegativeSampler
{
    private const double Flatness = 0.75;

    // Dropout's streams of the same seed and step are numbered from 0.
    private const uint Site = uint.MaxValue;

    private readonly double[] cumulated;
    private readonly int[] rows;
    private readonly float[] logWeights;
    private readonly SampledItems items = new();

    /// <summary>Prepares the probabilities.</summary>
    /// <param name="occurrences">n_v of each row, [V].</param>
    /// <param name="count">S, 1 to V.</param>
    /// <exception cref="ArgumentException">S is below 1 or above V.</exception>
    public NegativeSampler(ReadOnlySpan<int> occurrences, int count)
    {
        if (count < 1 || count > occurrences.Length)
        {
            throw new ArgumentException(
                $"Training: {count} negatives of a catalog of {occurrences.Length} items; "
                + $"take 1 to {occurrences.Length}, or 0 for the full softmax.");
        }

        cumulated = new double[occurrences.Length];
        double sum = 0;
        for (int row = 0; row < cumulated.Length; row++) cumulated[row] = sum += Math.Pow(occurrences[row] + 1.0, Flatness);
        for (int row = 0; row < cumulated.Length; row++) cumulated[row] /= sum;
        (rows, logWeights) = (new int[count], new float[count]);
    }

    /// <summary>S.</summary>
    public int Count => rows.Length;

    /// <summary>q(v) of a row.</summary>
    /// <param name="row">0 to V − 1.</param>
    public double Probability(int row) => cumulated[row] - (row == 0 ? 0 : cumulated[row - 1]);

    /// <summary>Draws the items of a step and adds the examples' own to them; they hold until the next call.</summary>
    /// <param name="seed">The run.</param>
    /// <param name="step">The step.</param>
    /// <param name="targets">The true next items of the batch, [B].</param>
    /// <param name="labels">Labels beside them, or null.</param>
    public SampledItems Draw(ulong seed, uint step, ReadOnlySpan<int> targets, SparseTargets? labels = null)
    {
        const double Unit = 1.0 / (1L << 32);
        double u = new Philox(seed, step, Site).Block(0).X0 * Unit;
        int drawn = 0;
        for (int s = 0; s < rows.Length; s++)
        {
            int found = Array.BinarySearch(cumulated, (s + u) / rows.Length);
            int row = Math.Min(found < 0 ? ~found : found + 1, cumulated.Length - 1);
            if (drawn > 0 && rows[drawn - 1] == row) continue;
            (rows[drawn], logWeights[drawn]) = (row, -(float)Math.Log(Math.Min(1, rows.Length * Probability(row))));
            drawn++;
        }

        items.Set(rows.AsSpan(0, drawn), logWeights.AsSpan(0, drawn), targets, labels);
        return items;
    }
}
