using OnDeviceRec.Tensors;

namespace OnDeviceRec.Evaluation;

/// <summary>
/// Percentile bootstrap over sequences. Examples of one sequence are alike, so that resampling examples would give intervals that are
/// too narrow; here S sequences are drawn with replacement from S, each with all its examples, and the mean over the examples drawn
/// is Σ sums / Σ counts.
/// </summary>
internal static class SequenceBootstrap
{
    private const double Low = 0.025, High = 0.975;

    /// <summary>The intervals of M means.</summary>
    /// <param name="starts">As <see cref="SequenceStarts"/>: <c>[S + 1]</c>.</param>
    /// <param name="values">Value m of example i, for m = 0 .. M − 1.</param>
    /// <param name="width">M.</param>
    /// <param name="resamples">How often the sequences are drawn, at least 1.</param>
    /// <param name="seed">Decides the draws, and nothing else does.</param>
    /// <param name="counts">Whether an example counts, or null for all of them; a draw without any has the mean 0.</param>
    public static Interval[] Intervals(
        int[] starts, Func<int, int, double> values, int width, int resamples, ulong seed, Func<int, bool>? counts = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        int sequences = starts.Length - 1;
        (double[] sums, int[] counted) = SumsOf(starts, values, width, counts);
        double[] drawn = new double[width];
        double[][] means = new double[width][];
        for (int m = 0; m < width; m++) means[m] = new double[resamples];
        for (int resample = 0; resample < resamples; resample++)
        {
            Array.Clear(drawn);
            long examples = 0;
            var random = new Philox(seed, (uint)resample);
            for (int i = 0; i < sequences; i++)
            {
                // The high half of draw · S: off uniform by less than S / 2^32.
                int s = (int)(((ulong)random.Block((ulong)i).X0 * (uint)sequences) >> 32);
                examples += counted[s];
                ReadOnlySpan<double> row = sums.AsSpan(s * width, width);
                for (int m = 0; m < row.Length; m++) drawn[m] += row[m];
            }

            for (int m = 0; m < width; m++) means[m][resample] = examples == 0 ? 0 : drawn[m] / examples;
        }

        return Array.ConvertAll(means, IntervalOf);
    }

    /// <summary>Each value summed over each sequence's examples, <c>[S, M]</c>, row-major; and how many those are, <c>[S]</c>.</summary>
    private static (double[] Sums, int[] Counted) SumsOf(
        int[] starts, Func<int, int, double> values, int width, Func<int, bool>? counts)
    {
        double[] sums = new double[(starts.Length - 1) * width];
        int[] counted = new int[starts.Length - 1];
        for (int s = 0; s < counted.Length; s++)
        {
            for (int i = starts[s]; i < starts[s + 1]; i++)
            {
                if (counts?.Invoke(i) == false) continue;
                counted[s]++;
                for (int m = 0; m < width; m++) sums[(s * width) + m] += values(i, m);
            }
        }

        return (sums, counted);
    }

    private static Interval IntervalOf(double[] values)
    {
        Array.Sort(values);
        return new Interval(Quantile(values, Low), Quantile(values, High));
    }

    /// <summary>Linear between the two nearest of the sorted values.</summary>
    private static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place, above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
