using FsCheck.Xunit;

namespace OnDeviceRec.Kernels.Tests;

public class LogSoftmaxTests
{
    [Fact]
    public void Worked_values_hold()
    {
        Rows.AssertClose([-Math.Log(2), -Math.Log(2)], Of(1000f, 1000f), 1e-7);
        Rows.AssertClose([-Math.Log(4), Math.Log(0.75)], Of(0f, MathF.Log(3f)), 1e-7);
        Assert.Equal([0f, -2e4f], Of(1e4f, -1e4f));
        Assert.Equal([0f], Of(-1e4f));
        Assert.Equal([0f, float.NegativeInfinity], Of(2f, float.NegativeInfinity));
        Assert.All(Of(1f, float.NaN), y => Assert.True(float.IsNaN(y)));
        Assert.All(Of(1f, float.PositiveInfinity, float.NegativeInfinity), y => Assert.True(float.IsNaN(y)));
    }

    [Fact]
    public void Agrees_with_the_reference_at_every_length_also_in_place()
    {
        foreach (int n in Rows.Lengths)
        {
            float[] x = Rows.Uniform(n, 1, 10f), y = Of(x);
            double[] expected = new double[n];
            LogSoftmax.Reference(Rows.Widen(x), expected);
            Rows.AssertClose(expected, y, 5e-7);
            LogSoftmax.Run(x, x);
            Rows.AssertSameBits(y, x);
        }
    }

    [Property(Arbitrary = [typeof(Rows)])]
    public bool Is_the_logarithm_of_a_distribution(float[] row) => Math.Abs(Of(row).Sum(y => Math.Exp(y)) - 1) < 3e-6;

    private static float[] Of(params float[] x)
    {
        float[] y = new float[x.Length];
        LogSoftmax.Run(x, y);
        return y;
    }
}
