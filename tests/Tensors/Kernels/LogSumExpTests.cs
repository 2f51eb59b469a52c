using FsCheck.Xunit;

namespace OnDeviceRec.Kernels.Tests;

public class LogSumExpTests
{
    [Fact]
    public void Worked_values_hold()
    {
        Rows.AssertClose(1000 + Math.Log(2), LogSumExp.Run([1000f, 1000f]), 1e-7);
        Rows.AssertClose(Math.Log(4), LogSumExp.Run([0f, MathF.Log(3f)]), 1e-7);
        Assert.Equal(-1e4f, LogSumExp.Run([-1e4f]));
        Assert.Equal(1e4f, LogSumExp.Run([1e4f, -1e4f]));
    }

    [Fact]
    public void Agrees_with_the_reference_at_every_length()
    {
        foreach (int n in Rows.Lengths.Skip(1))
        {
            float[] x = Rows.Uniform(n, 1, 8f);
            Rows.AssertClose(LogSumExp.Reference<double>(Rows.Widen(x)), LogSumExp.Run(x), 3e-7, $"n = {n}");
        }
    }

    [Fact]
    public void Infinite_maxima_and_NaN_come_through()
    {
        Assert.Equal(float.NegativeInfinity, LogSumExp.Run([]));
        Assert.Equal(float.NegativeInfinity, LogSumExp.Run([float.NegativeInfinity, float.NegativeInfinity]));
        Assert.Equal(float.PositiveInfinity, LogSumExp.Run([1f, float.PositiveInfinity]));
        Assert.True(float.IsNaN(LogSumExp.Run([1f, float.NaN])));
        Assert.Equal(1f, LogSumExp.Run([1f, float.NegativeInfinity]));
    }

    [Property(Arbitrary = [typeof(Rows)])]
    public bool Lies_between_the_maximum_and_that_plus_the_logarithm_of_the_length(float[] row)
    {
        float value = LogSumExp.Run(row), max = Max.Run(row);
        return value >= max && value <= max + MathF.Log(row.Length) + 1e-5f;
    }
}
