using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace OnDeviceRec.Kernels.Tests;

public class TopKTests
{
    [Fact]
    public void Worked_values_hold()
    {
        (int[] indices, float[] top) = Of([0.1f, 0.7f, 0.3f, 0.7f], 3);
        Assert.Equal([1, 3, 2], indices);
        Assert.Equal([0.7f, 0.7f, 0.3f], top);
    }

    [Property(Arbitrary = [typeof(Rows)])]
    public bool Equals_a_full_stable_sort_for_every_K(float[] row) =>
        Enumerable.Range(0, row.Length + 2).All(k => Same(Sorted(row, k), Of(row, k)));

    [Property(Arbitrary = [typeof(Rows)])]
    public Property Blocks_of_any_length_give_the_same(float[] row) =>
        Prop.ForAll(
            Gen.Choose(1, 70).Two().ToArbitrary(),
            sizes =>
            {
                (int k, int block) = sizes;
                int[] indices = new int[k];
                float[] top = new float[k];
                TopKSelector selector = new(indices, top);
                for (int first = 0; first < row.Length; first += block)
                    Assert.True(selector.Offer(row.AsSpan(first, Math.Min(block, row.Length - first)), first));
                int count = selector.Finish();
                return Same(Sorted(row, k), (indices[..count], top[..count]));
            });

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(100)]
    public void Equals_a_full_stable_sort_of_a_catalog(int k)
    {
        float[] random = Rows.Uniform(40_727, k);
        float[] coarse = Array.ConvertAll(random, v => MathF.Round(v * 10f));
        float[] rising = [.. Enumerable.Range(0, 5_000).Select(i => (float)i)];
        Assert.True(Same(Sorted(random, k), Of(random, k)));
        Assert.True(Same(Sorted(coarse, k), Of(coarse, k)));
        Assert.True(Same(Sorted(rising, k), Of(rising, k)));
        Array.Reverse(rising);
        Assert.True(Same(Sorted(rising, k), Of(rising, k)));
    }

    [Fact]
    public void Signed_zeros_are_equal_scores() => Assert.Equal([0, 1, 2], Of([-0f, 0f, -0f], 3).Indices);

    [Fact]
    public void The_smallest_finite_scores_are_listed()
    {
        Assert.Equal([1, 0, 2], Of([float.MinValue, -1e38f, float.MinValue], 3).Indices);
        Assert.Equal([1, 2, 0], Of([-float.Epsilon, float.Epsilon, 0f], 3).Indices);
    }

    [Fact]
    public void A_score_that_is_not_finite_is_refused_wherever_it_stands()
    {
        foreach (float bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            foreach (int n in Rows.Lengths.Take(66))
            {
                for (int i = 0; i < n; i++)
                {
                    foreach (int k in (int[])[0, 1, 5])
                    {
                        float[] row = Rows.Uniform(n, 1);
                        row[i] = bad;
                        Assert.Equal(-1, TopK.Run(row, new int[k], new float[k]));
                    }
                }
            }
        }
    }

    private static (int[] Indices, float[] Top) Of(float[] row, int k)
    {
        int[] indices = new int[k];
        float[] top = new float[k];
        int count = TopK.Run(row, indices, top);
        Assert.Equal(Math.Min(k, row.Length), count);
        return (indices[..count], top[..count]);
    }

    private static (int[] Indices, float[] Top) Sorted(float[] row, int k)
    {
        int[] indices = new int[k];
        float[] top = new float[k];
        int count = TopK.Reference<float>(row, indices, top);
        return (indices[..count], top[..count]);
    }

    private static bool Same((int[] Indices, float[] Top) a, (int[] Indices, float[] Top) b) =>
        a.Indices.SequenceEqual(b.Indices) && a.Top.SequenceEqual(b.Top);
}
