using System.Numerics;
using OnDeviceRec.Device.Format;
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
    public static int BitsFor(int items) =>
        Math.Min(PackedFile.MaxGroupBits, BitOperations.Log2((uint)Math.Max(1, items / ItemsOfGroup)));

    /// <summary>The group of each item, [V].</summary>
    /// <param name="codes">The codes.</param>
    /// <param name="groups">K, at most V.</param>
    public static int[] Of(CodeBits codes, int groups)
    {
        (int items, int bits) = (codes.Items, codes.Bits);
        using Tensor odds = new(new Shape(groups, bits)), sample = Sample(codes);
        float[] bias = new float[groups], code = new float[bits];
        var random = new Philox(Seed, 0);
        for (int k = 0; k < groups; k++)
        {
            codes.CopyTo((int)(((ulong)random.Block((ulong)k).X0 * (uint)items) >> 32), code);
            double sum = 0;
            for (int r = 0; r < bits; r++) sum += Set(odds.Row(k), r, code[r] > 0 ? LikelyStart : 1 - LikelyStart);
            bias[k] = (float)sum;
        }

        int[] ofSample = new int[sample.Rows], ofAll = new int[items];
        for (int round = 0; round < Rounds; round++)
        {
            for (int from = 0; from < sample.Rows; from += RowsAtATime)
            {
                int count = Math.Min(RowsAtATime, sample.Rows - from);
                using Tensor some = new(new Shape(count, bits), sample.Span.Slice(from * bits, count * bits));
                Assign(some, odds, bias, ofSample.AsSpan(from, count));
            }

            Fit(sample, ofSample, odds, bias);
        }

        for (int from = 0; from < items; from += RowsAtATime)
        {
            using Tensor some = Rows(codes, from, Math.Min(RowsAtATime, items - from), step: 1);
            Assign(some, odds, bias, ofAll.AsSpan(from, some.Rows));
        }

        return ofAll;
    }

    // Every n-th item where there are more than are needed.
    private static Tensor Sample(CodeBits codes)
    {
        int step = (codes.Items + MostItems - 1) / MostItems;
        return Rows(codes, 0, (codes.Items + step - 1) / step, step);
    }

    private static Tensor Rows(CodeBits codes, int from, int count, int step)
    {
        var rows = new Tensor(new Shape(count, codes.Bits));
        for (int i = 0; i < count; i++) codes.CopyTo(from + (i * step), rows.Row(i));
        return rows;
    }

    // Sets the log odds of a bit and returns what it adds to the likelihood of a 0.
    private static double Set(Span<float> odds, int bit, double chance)
    {
        odds[bit] = (float)Math.Log(chance / (1 - chance));
        return Math.Log(1 - chance);
    }

    private static void Assign(Tensor codes, Tensor odds, float[] bias, Span<int> groups)
    {
        using Tensor scores = new(new Shape(codes.Rows, odds.Rows));
        MatrixProduct.Multiply(codes, odds, scores, transposeB: true);
        for (int i = 0; i < groups.Length; i++)
        {
            ReadOnlySpan<float> row = scores.Row(i);
            int best = 0;
            for (int k = 1; k < row.Length; k++)
                if (row[k] + bias[k] > row[best] + bias[best]) best = k;
            groups[i] = best;
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
