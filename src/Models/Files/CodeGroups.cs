using System.Numerics;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Files;

/// <summary>
/// Groups of items whose binary codes are alike: a mixture of K independent Bernoulli vectors p_k [R], each item in the group under which
/// its code is the likeliest, ln π_k + Σ_r ln P(b_r | p_kr), by hard EM.
/// </summary>
internal static class CodeGroups
{
    // A group has to pay for what is learned of its bits, about log₂(n)/2 bits for each; around a hundred items do.
    private const int ItemsOfGroup = 96, Rounds = 10, MostItems = 1 << 16, RowsAtATime = 4096;

    private const double LikelyStart = 0.9;

    private const ulong Seed = 0x47726F757073;

    /// <summary>How many groups a catalog has, as a power of two.</summary>
    /// <param name="items">V.</param>
    /// <param name="most">The most, as a power of two.</param>
    public static int BitsFor(int items, int most) => Math.Min(most, BitOperations.Log2((uint)Math.Max(1, items / ItemsOfGroup)));

    /// <summary>The group of each item, [V].</summary>
    /// <param name="codes">The codes as 0 and 1, [V, R].</param>
    /// <param name="groups">K, at most V.</param>
    public static int[] Of(Tensor codes, int groups)
    {
        (int items, int bits) = (codes.Rows, codes.Columns);
        using Tensor odds = new(new Shape(groups, bits)), sample = Sample(codes);
        float[] bias = new float[groups];
        var random = new Philox(Seed, 0);
        for (int k = 0; k < groups; k++)
        {
            int item = (int)(((ulong)random.Block((ulong)k).X0 * (uint)items) >> 32);
            double sum = 0;
            for (int r = 0; r < bits; r++) sum += Set(odds.Row(k), r, codes.Row(item)[r] > 0 ? LikelyStart : 1 - LikelyStart);
            bias[k] = (float)sum;
        }

        int[] ofSample = new int[sample.Rows], ofAll = new int[items];
        for (int round = 0; round < Rounds; round++)
        {
            Assign(sample, odds, bias, ofSample);
            Fit(sample, ofSample, odds, bias);
        }

        Assign(codes, odds, bias, ofAll);
        return ofAll;
    }

    // Every n-th item where there are more than are needed.
    private static Tensor Sample(Tensor codes)
    {
        int step = (codes.Rows + MostItems - 1) / MostItems;
        var sample = new Tensor(new Shape((codes.Rows + step - 1) / step, codes.Columns));
        for (int i = 0; i < sample.Rows; i++) codes.Row(i * step).CopyTo(sample.Row(i));
        return sample;
    }

    // Sets the log odds of a bit and returns what it adds to the likelihood of a 0.
    private static double Set(Span<float> odds, int bit, double chance)
    {
        odds[bit] = (float)Math.Log(chance / (1 - chance));
        return Math.Log(1 - chance);
    }

    private static void Assign(Tensor codes, Tensor odds, float[] bias, int[] groups)
    {
        for (int from = 0; from < codes.Rows; from += RowsAtATime)
        {
            int count = Math.Min(RowsAtATime, codes.Rows - from);
            using Tensor some = new(new Shape(count, codes.Columns), codes.Span.Slice(from * codes.Columns, count * codes.Columns));
            using Tensor of = new(new Shape(count, odds.Rows));
            MatrixProduct.Multiply(some, odds, of, transposeB: true);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<float> row = of.Row(i);
                int best = 0;
                for (int k = 1; k < row.Length; k++)
                    if (row[k] + bias[k] > row[best] + bias[best]) best = k;
                groups[from + i] = best;
            }
        }
    }

    private static void Fit(Tensor codes, int[] groups, Tensor odds, float[] bias)
    {
        int[] counts = new int[odds.Rows];
        odds.Span.Clear();
        for (int i = 0; i < groups.Length; i++)
        {
            counts[groups[i]]++;
            ReadOnlySpan<float> row = codes.Row(i);
            Span<float> ones = odds.Row(groups[i]);
            for (int r = 0; r < row.Length; r++) ones[r] += row[r];
        }

        for (int k = 0; k < counts.Length; k++)
        {
            Span<float> ones = odds.Row(k);
            double sum = Math.Log((counts[k] + 0.5) / (groups.Length + (0.5 * counts.Length)));
            for (int r = 0; r < ones.Length; r++) sum += Set(ones, r, (ones[r] + 0.5) / (counts[k] + 1));
            bias[k] = (float)sum;
        }
    }
}
