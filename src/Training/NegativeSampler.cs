using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Training;

/// <summary>
/// Draws S items a step with probabilities q(v) in proportion to (n_v + 1)^0.75, n_v the occurrences of v in train: near popularity, as
/// the softmax is, but flatter, and no item is out of reach (0.75: Mikolov and others, arXiv 1310.4546).
/// </summary>
/// <remarks>
/// Stratified: draw s falls evenly into the stretch [s/S, (s + 1)/S) of the cumulated probabilities. Each item still comes S·q(v)
/// times on average, as <see cref="SampledCrossEntropy"/> wants it, and always less than two times off: the sums vary less than with
/// independent draws. S = V items that are all as frequent are drawn once each. The draws depend on seed and step alone.
/// </remarks>
public sealed class NegativeSampler
{
    private const double Flatness = 0.75;

    // Dropout's streams of the same seed and step are numbered from 0.
    private const uint Site = uint.MaxValue;

    private readonly double[] cumulated;
    private readonly int[] rows;
    private readonly float[] logCounts;

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
        (rows, logCounts) = (new int[count], new float[count]);
    }

    /// <summary>S.</summary>
    public int Count => rows.Length;

    /// <summary>q(v) of a row.</summary>
    /// <param name="row">0 to V − 1.</param>
    public double Probability(int row) => cumulated[row] - (row == 0 ? 0 : cumulated[row - 1]);

    /// <summary>Draws the negatives of a step, in ascending order; they hold until the next call.</summary>
    /// <param name="seed">The run.</param>
    /// <param name="step">The step.</param>
    /// <param name="targets">The true next items of the batch, [B].</param>
    public SampledCandidates Draw(ulong seed, uint step, ReadOnlyMemory<int> targets)
    {
        const double Unit = 1.0 / (1L << 32);
        var random = new Philox(seed, step, Site);
        for (int s = 0; s < rows.Length; s++)
        {
            double place = (s + (random.Block((ulong)s).X0 * Unit)) / rows.Length;
            int found = Array.BinarySearch(cumulated, place);
            int row = Math.Min(found < 0 ? ~found : found + 1, cumulated.Length - 1);
            (rows[s], logCounts[s]) = (row, (float)Math.Log(rows.Length * Probability(row)));
        }

        return new SampledCandidates(targets, rows, logCounts);
    }
}
