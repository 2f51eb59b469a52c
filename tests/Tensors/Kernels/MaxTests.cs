using FsCheck.Xunit;

namespace OnDeviceRec.Kernels.Tests;

public class MaxTests
{
    [Fact]
    public void An_empty_span_has_minus_infinity() => Assert.Equal(float.NegativeInfinity, Max.Run([]));

    [Property(Arbitrary = [typeof(Rows)])]
    public bool Is_the_largest_value(float[] row) => Max.Run(row).Equals(Max.Reference<float>(row));

    [Fact]
    public void Finds_the_largest_and_any_NaN_at_every_place()
    {
        foreach (int n in Rows.Lengths)
        {
            for (int i = 0; i < n; i++)
            {
                float[] row = Rows.Uniform(n, 1);
                Array.ForEach(row, v => Assert.True(v < 3f));
                row[i] = 3f;
                Assert.Equal(3f, Max.Run(row));
                Assert.Equal(-3f, Max.Run(Enumerable.Repeat(-4f, n).Select((v, k) => k == i ? -3f : v).ToArray()));
                row[i] = float.NaN;
                Assert.True(float.IsNaN(Max.Run(row)));
            }
        }
    }

    [Fact]
    public void Infinities_are_ordered()
    {
        Assert.Equal(float.NegativeInfinity, Max.Run([float.NegativeInfinity]));
        Assert.Equal(float.PositiveInfinity, Max.Run([1f, float.PositiveInfinity, float.NegativeInfinity]));
    }
}
