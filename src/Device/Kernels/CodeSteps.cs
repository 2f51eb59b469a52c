using System.Numerics;

namespace OnDeviceRec.Kernels;

/// <summary>
/// What a sum N of <see cref="CodeSums"/> says of the product y that <see cref="CodePanels"/> computes in float:
/// <see cref="AtLeast"/>(N) ≤ y ≤ <see cref="AtMost"/>(N). Every table was rounded down by less than a step; half a step is for what the
/// floats' additions round, which <see cref="TryRound"/> makes sure of.
/// </summary>
internal readonly struct CodeSteps
{
    private const double Rounding = 0.5;

    // Partial sums stay finite, and a step is no denormal number.
    private const double LargestSum = 1e37, LeastStep = 1e-30;

    // Sums of e^y come from floats that are e to the power of minus this or more.
    private const double MostNegativeExponent = 80;

    // A number taken for the bits of a float makes it a power of two of that number, times 1 to 1.0615 as a mantissa is straight where the
    // power is bent. Beside that the slope is rounded by at most a half, which 65,535 steps make 0.003.
    private const double LeastOfBend = 0.064, MostOfBend = 0.004;

    private const int ExponentOfOne = 127, MantissaBits = 23;

    /// <summary>A step of N, in units of y.</summary>
    public readonly double Step;

    /// <summary>Half bytes of a column.</summary>
    public readonly int Halves;

    /// <summary>No N is larger than this.</summary>
    public readonly int Largest;

    private readonly double lowest;

    private CodeSteps(double lowest, double step, int halves, int largest) =>
        (this.lowest, Step, Halves, Largest) = (lowest, step, halves, largest);

    /// <summary>Items whose sums differ by more than this are ordered as their sums are.</summary>
    public int Doubt => Halves + 1;

    /// <summary>Whether <see cref="SumUp"/> has floats for all that is summed.</summary>
    public bool CanSumUp => Step * Largest <= MostNegativeExponent;

    /// <summary>What y is at least where its sum is n.</summary>
    public double AtLeast(double n) => lowest + (Step * (n - Rounding));

    /// <summary>What y is at most where its sum is n.</summary>
    public double AtMost(double n) => lowest + (Step * (n + Halves + Rounding));

    /// <summary>About Σ e^(step·(N − largest)).</summary>
    public float SumUp(ReadOnlySpan<ushort> sums)
    {
        int slope = (int)Math.Round(Step / Math.Log(2) * (1 << MantissaBits)), zero = (ExponentOfOne << MantissaBits) - (Largest * slope);
        Vector<float> total = default, total2 = default;
        Vector<int> slopes = new(slope), zeros = new(zero);
        int at = 0;
        for (; at <= sums.Length - Vector<ushort>.Count; at += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(sums[at..]), out Vector<uint> lower, out Vector<uint> upper);
            total += Vector.AsVectorSingle((Vector.AsVectorInt32(lower) * slopes) + zeros);
            total2 += Vector.AsVectorSingle((Vector.AsVectorInt32(upper) * slopes) + zeros);
        }

        float sum = Vector.Sum(total + total2);
        for (; at < sums.Length; at++) sum += BitConverter.Int32BitsToSingle((sums[at] * slope) + zero);
        return sum;
    }

    /// <summary>What ln Σ e^y is at least and at most, for the total of <see cref="SumUp"/>.</summary>
    public void Bound(double total, Span<double> range)
    {
        range[0] = AtLeast(Largest) + Math.Log(total) - LeastOfBend;
        range[1] = AtMost(Largest) + Math.Log(total) + MostOfBend;
    }

    /// <summary>Rounds the tables of <see cref="CodePanels.MakeTables"/> down to bytes.</summary>
    /// <param name="sums">the tables</param>
    /// <param name="tables">of <see cref="CodeSums.TableBytes"/>, overwritten</param>
    /// <param name="steps">what the sums of these bytes say</param>
    /// <returns>False where they would say too little: the numbers are all alike, or not finite.</returns>
    public static bool TryRound(ReadOnlySpan<float> sums, Span<byte> tables, out CodeSteps steps)
    {
        const int Sums = 16;
        int halves = sums.Length / Sums;
        double all = 0, widest = 0;
        for (int j = 0; j < halves; j++)
        {
            float most = Most(sums.Slice(j * Sums, Sums));
            all += most;
            widest = Math.Max(widest, most);
        }

        double step = 2 * widest / byte.MaxValue, rounding = halves * all * double.ScaleB(1, -24);
        steps = default;

        // Each of the additions is off by at most half a unit in the last of 24 places of a number that is no larger than all together.
        if (!(step >= LeastStep) || !(all <= LargestSum) || !(rounding <= Rounding / 2 * step)) return false;
        tables.Clear();
        float perUnit = (float)(1 / step);
        int largest = 0;
        for (int j = 0; j < halves; j++)
        {
            ReadOnlySpan<float> sumsOfHalf = sums.Slice(j * Sums, Sums);
            Span<byte> table = tables.Slice(CodeSums.TableAt(j), Sums);
            float most = Most(sumsOfHalf);
            for (int i = 0; i < Sums; i++) table[i] = (byte)Math.Min((sumsOfHalf[i] + most) * perUnit, byte.MaxValue);
            largest += (int)Math.Min(2 * most * perUnit, byte.MaxValue);
        }

        steps = new CodeSteps(-all, step, halves, largest);
        return true;
    }

    // A table has every sum with either sign, so this is its range too.
    private static float Most(ReadOnlySpan<float> sums)
    {
        float most = 0;
        foreach (float sum in sums[(sums.Length / 2)..]) most = Math.Max(most, Math.Abs(sum));
        return most;
    }
}
