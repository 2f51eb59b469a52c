using OnDeviceRec.Device.Transformer;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device;

/// <summary>
/// P = g·p_copy + (1 − g)·softmax(z) over a catalog whose scores z come block by block. Outside of the history P ranks as z does:
/// ln P = z + <see cref="Shift"/>; an item of it has more. Without anything to copy it does nothing.
/// </summary>
internal struct Mixture(CopyState? copies)
{
    private float maximum = float.NegativeInfinity;
    private double sum;

    /// <summary>ln((1 − g)/Z), Z = Σ e^z, once all blocks are in.</summary>
    public readonly double Shift => -LogAdd(copies!.Gate, 0) - maximum - Math.Log(sum);

    /// <summary>How many items may be copied.</summary>
    public readonly int Copies => copies is null ? 0 : copies.Count;

    /// <summary>Takes the next block in.</summary>
    public void Add(ReadOnlySpan<float> block, int first)
    {
        if (copies is null) return;
        copies.Keep(block, first);
        float largest = Max.Run(block);
        if (largest > maximum)
        {
            sum *= Math.Exp(maximum - largest);
            maximum = largest;
        }

        sum += SumExp.Run(block, maximum, 1);
    }

    /// <summary>The history's item number i, in the catalog's order, and its ln P, once all blocks are in.</summary>
    /// <exception cref="NonFiniteScoreException">It is NaN or infinite.</exception>
    public readonly (int Row, float Score) Copied(int i)
    {
        int row = copies!.Rows[i];
        double logarithm = LogAdd(copies.Scores[i] + Shift, copies.LogShares[i] - LogAdd(-copies.Gate, 0));
        float score = (float)Math.Max(logarithm, float.MinValue);
        return float.IsFinite(score) ? (row, score) : throw NonFiniteScoreException.Of(row, score);
    }

    /// <summary>ln(e^a + e^b).</summary>
    public static double LogAdd(double a, double b) => Math.Max(a, b) + double.LogP1(Math.Exp(-Math.Abs(a - b)));
}
