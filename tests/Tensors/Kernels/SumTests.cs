namespace OnDeviceRec.Kernels.Tests;

public class SumTests
{
    [Fact]
    public void Agrees_with_the_reference_at_every_length()
    {
        foreach (int n in Rows.Lengths.Append(40_727))
        {
            float[] x = Rows.Uniform(n, 1);
            Rows.AssertClose(Sum.Reference<double>(Rows.Widen(x)), Sum.Run(x), 1e-7 * (1 + x.Sum(v => Math.Abs((double)v))), $"n = {n}");
        }
    }

    [Fact]
    public void Every_element_counts_once()
    {
        foreach (int n in Rows.Lengths)
            Assert.Equal(n * (n - 1f) / 2f, Sum.Run([.. Enumerable.Range(0, n).Select(i => (float)i)]));
    }

    [Fact]
    public void NaN_and_infinity_come_through()
    {
        Assert.True(float.IsNaN(Sum.Run([1f, float.NaN, 2f])));
        Assert.Equal(float.NegativeInfinity, Sum.Run([1f, float.NegativeInfinity]));
    }
}
