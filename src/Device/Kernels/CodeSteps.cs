using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OnDeviceRec.Kernels;

/// <summary>
/// What a sum N of <see cref="CodeSums"/> says of the product y that <see cref="CodePanels"/> computes in float:
/// lowest + step·(N − 1/2) ≤ y ≤ lowest + step·(N + halves + 1/2). Every table was rounded down by less than a step; half a step is for
/// what the floats' additions round, which <see cref="TryRound"/> makes sure of. What was rounded off has tables of its own, in 256ths of
/// a step.
/// </summary>
internal readonly struct CodeSteps
{
    private const double Rounding = 0.5;

    // Of a step.
    private const int Parts = 1 << 8;

    private const int ExponentOfOne = 127, MantissaBits = 23;

    /// <summary>A step of N, in units of y.</summary>
    public readonly double Step;

    /// <summary>Half bytes of a column.</summary>
    public readonly int Halves;

    /// <summary>No N is larger than this.</summary>
    public readonly int Largest;

    /// <summary>What y is where N is 0 and nothing was rounded off: −Σ of the tables' largest sums.</summary>
    public readonly double Lowest;

    // What the floats' additions round.
    private readonly double rounding;

    private CodeSteps(double lowest, double rounding, double step, int halves, int largest) =>
        (Lowest, this.rounding, Step, Halves, Largest) = (lowest, rounding, step, halves, largest);

    /// <summary>Items whose sums differ by more than this are ordered as their sums are.</summary>
    public int Doubt => Halves + 1;

    /// <summary>Whether <see cref="SumUp"/> has floats for all that is summed, which are e to the power of −80 or more.</summary>
    public bool CanSumUp => Step * Largest <= 80;

    /// <summary>About Σ e^(step·(N + M/256 − largest)).</summary>
    /// <param name="sums">N of every column</param>
    /// <param name="parts">M, the sums of what was rounded off; as many, or none</param>
    public float SumUp(ReadOnlySpan<ushort> sums, ReadOnlySpan<ushort> parts)
    {
        int slope = Slope(1), slopeOfParts = Slope(Parts), zero = (ExponentOfOne << MantissaBits) - (Largest * slope);
        Vector<int> slopes = new(slope), slopesOfParts = new(slopeOfParts), zeros = new(zero);
        Vector<float> total = default, total2 = default;
        ReadOnlySpan<Vector<ushort>> vectors = MemoryMarshal.Cast<ushort, Vector<ushort>>(sums);
        ReadOnlySpan<Vector<ushort>> vectorsOfParts = MemoryMarshal.Cast<ushort, Vector<ushort>>(parts);
        for (int i = 0; i < vectors.Length; i++)
        {
            Vector.Widen(vectors[i], out Vector<uint> lower, out Vector<uint> upper);
            Vector<int> x = (Vector.AsVectorInt32(lower) * slopes) + zeros, x2 = (Vector.AsVectorInt32(upper) * slopes) + zeros;
            if (!vectorsOfParts.IsEmpty)
            {
                Vector.Widen(vectorsOfParts[i], out lower, out upper);
                x += Vector.AsVectorInt32(lower) * slopesOfParts;
                x2 += Vector.AsVectorInt32(upper) * slopesOfParts;
            }

            total += Power(x);
            total2 += Power(x2);
        }

        float sum = Vector.Sum(total + total2);
        for (int at = vectors.Length * Vector<ushort>.Count; at < sums.Length; at++)
            sum += (float)Math.Exp(Step * (sums[at] - Largest + (parts.IsEmpty ? 0 : parts[at] / (double)Parts)));
        return sum;
    }

    /// <summary>
    /// What ln Σ e^y is at least and at most, for the total of <see cref="SumUp"/>, where it is known to within <paramref name="error"/>.
    /// </summary>
    public void Bound(double total, double error, bool hasParts, Span<double> range)
    {
        const double ErrorOfPower = 8e-5;

        // Of what is summed, with what the slopes are off by.
        error += ErrorOfPower + ((Largest + (Halves * (double)Parts)) * Math.Log(2) / (2 << MantissaBits));
        double off = hasParts ? rounding + (Step * Halves / (64 * Parts)) : Step * Rounding;
        double log = Lowest + (Step * Largest) + Math.Log(total);
        range[0] = log - off - error;
        range[1] = log + off + error + (Step * Halves / (hasParts ? Parts : 1));
    }

    /// <summary>Rounds the tables of <see cref="CodePanels.MakeTables"/> down to bytes.</summary>
    /// <param name="sums">the tables</param>
    /// <param name="tables">of <see cref="CodeSums.TableBytes"/>, overwritten, and as many again, of what was rounded off</param>
    /// <param name="steps">what the sums of these bytes say</param>
    /// <returns>False where they would say too little: the numbers are all alike, or not finite.</returns>
    public static bool TryRound(ReadOnlySpan<float> sums, Span<byte> tables, out CodeSteps steps)
    {
        // Partial sums stay finite, and a step is no denormal number.
        const double LargestSum = 1e37, LeastStep = 1e-30;
        const int Sums = 16;
        int halves = sums.Length / Sums;
        double all = 0, widest = 0;
        for (int j = 0; j < halves; j++)
        {
            float most = Most(sums.Slice(j * Sums, Sums));
            all += most;
            widest = Math.Max(widest, most);
        }

        double step = 2 * widest / byte.MaxValue, rounding = halves * all / (1 << 24);
        steps = default;

        // Each of the additions is off by at most half a unit in the last of 24 places of a number that is no larger than all together.
        // What is left of half a step holds the roundings below, 0.012 of a part for each table.
        if (!(step >= LeastStep) || !(all <= LargestSum) || !(rounding <= Rounding / 2 * step)) return false;
        tables.Clear();
        float perUnit = (float)(Parts / step);
        int largest = 0;
        for (int j = 0; j < halves; j++)
        {
            ReadOnlySpan<float> sumsOfHalf = sums.Slice(j * Sums, Sums);
            int to = CodeSums.TableAt(j), last = 0;
            float most = Most(sumsOfHalf);
            for (int i = 0; i < Sums; i++)
            {
                int rounded = (int)Math.Min((sumsOfHalf[i] + most) * perUnit, (Parts * Parts) - 1);
                tables[to + i] = (byte)(rounded / Parts);
                tables[(tables.Length / 2) + to + i] = (byte)rounded;
                last = Math.Max(last, rounded / Parts);
            }

            largest += last;
        }

        steps = new CodeSteps(-all, rounding, step, halves, largest);
        return true;
    }

    // The slope of the exponent's bits along a part of a step.
    private int Slope(int parts) => (int)Math.Round(Step / parts / Math.Log(2) * (1 << MantissaBits));

    // 2^x of a number with as many places behind the point as a mantissa has, and a float's exponent before it. A mantissa m, from 1 to
    // 2, stands for 2^(m − 1).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Power(Vector<int> x)
    {
        const int Mantissa = (1 << MantissaBits) - 1;
        const float C0 = 0.45213431f, C1 = 0.47777280f, C2 = -0.0080064126f, C3 = 0.078024523f;
        Vector<float> m = Vector.AsVectorSingle((x & new Vector<int>(Mantissa)) | new Vector<int>(ExponentOfOne << MantissaBits));
        return Vector.AsVectorSingle(x & new Vector<int>(~Mantissa))
            * ((((((m * new Vector<float>(C3)) + new Vector<float>(C2)) * m) + new Vector<float>(C1)) * m) + new Vector<float>(C0));
    }

    // A table has every sum with either sign, so this is its range too.
    private static float Most(ReadOnlySpan<float> sums)
    {
        float most = 0;
        foreach (float sum in sums[(sums.Length / 2)..]) most = Math.Max(most, Math.Abs(sum));
        return most;
    }
}
