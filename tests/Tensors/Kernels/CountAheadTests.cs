using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace OnDeviceRec.Kernels.Tests;

public sealed class CountAheadTests
{
    [Fact]
    public void Worked_values_hold()
    {
        Assert.Equal([0, 3, 1, 2], Enumerable.Range(0, 4).Select(target => CountAhead.Run([3, 1, 3, 2], target)));
        Assert.Equal(0, CountAhead.Run([-5], 0));
    }

    [Property(Arbitrary = [typeof(Rows)])]
    public bool Equals_the_place_in_a_stable_sort_for_every_target(float[] row)
    {
        int[] order = [.. Enumerable.Range(0, row.Length).OrderByDescending(v => row[v])];
        return order.Select((target, place) => CountAhead.Run(row, target) == place).All(equal => equal);
    }

    [Fact]
    public void Every_length_and_target_is_counted_when_all_scores_are_equal()
    {
        for (int n = 1; n <= 64; n++)
        {
            float[] row = new float[n];
            for (int target = 0; target < n; target++) Assert.Equal(target, CountAhead.Run(row, target));
        }
    }

    [Fact]
    public void Signed_zeros_are_equal_and_the_largest_and_smallest_numbers_are_ranked()
    {
        Assert.Equal(1, CountAhead.Run([0f, -0f], 1));
        Assert.Equal(0, CountAhead.Run([-0f, 0f], 0));
        Assert.Equal(0, CountAhead.Run([1f, float.MaxValue, float.MinValue], 1));
        Assert.Equal(2, CountAhead.Run([1f, float.MaxValue, float.MinValue], 2));
        Assert.Equal(1, CountAhead.Run([-float.Epsilon, 0f], 0));
        Assert.Equal(0, CountAhead.Run([0f, -float.Epsilon, -0f], 0));
    }

    [Fact]
    public void A_score_that_is_not_finite_is_noticed_wherever_it_stands()
    {
        foreach (float bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            for (int n = 1; n <= 64; n++)
            {
                for (int i = 0; i < n; i++)
                {
                    float[] row = Rows.Uniform(n, 1);
                    row[i] = bad;
                    Assert.Equal(-1, CountAhead.Run(row, 0));
                    Assert.Equal(-1, CountAhead.Run(row, n - 1));
                }
            }
        }
    }
}
