using FsCheck.Xunit;

namespace OnDeviceRec.Kernels.Tests;

public class LayerNormTests
{
    private const float Epsilon = 1e-12f;

    [Fact]
    public void Worked_values_hold()
    {
        float[] y = new float[4];
        LayerNorm.Run([1f, 2f, 3f, 4f], [1f, 1f, 1f, 2f], [0f, 0f, 0f, 1f], 0f, y, out float mean, out float inverseDeviation);
        Assert.Equal(2.5f, mean);
        Rows.AssertClose(1 / Math.Sqrt(1.25), inverseDeviation, 1e-7);
        Rows.AssertClose([-1.3416407865, -0.4472135955, 0.4472135955, 3.683281573], y, 2e-7);
    }

    [Fact]
    public void A_constant_row_gives_the_bias()
    {
        foreach (int n in Rows.Lengths.Skip(1))
        {
            foreach (float value in (float[])[0f, 0.1f, -3.3f, 1e4f])
            {
                float[] y = new float[n], gain = Rows.Uniform(n, 1), bias = Rows.Uniform(n, 2);
                LayerNorm.Run(Enumerable.Repeat(value, n).ToArray(), gain, bias, Epsilon, y, out float mean, out _);
                Assert.Equal(value, mean);
                Rows.AssertSameBits(bias, y);
            }
        }
    }

    [Fact]
    public void Agrees_with_the_reference_at_every_length()
    {
        foreach (int n in Rows.Lengths.Skip(2))
        {
            float[] x = Rows.Uniform(n, 1), gain = Rows.Uniform(n, 2), bias = Rows.Uniform(n, 3), y = new float[n];
            double[] expected = new double[n];
            LayerNorm.Reference(
                Rows.Widen(x), Rows.Widen(gain), Rows.Widen(bias), Epsilon, expected, out double expectedMean, out double expectedInverse);
            LayerNorm.Run(x, gain, bias, Epsilon, y, out float mean, out float inverseDeviation);
            Rows.AssertClose(expectedMean, mean, 3e-7);
            Rows.AssertClose(expectedInverse, inverseDeviation, 1e-6);
            Rows.AssertClose(expected, y, 3e-6);
        }
    }

    [Theory]
    [InlineData(1e18f)]
    [InlineData(3e19f)]
    [InlineData(1e30f)]
    [InlineData(1e38f)]
    public void Numbers_whose_squares_overflow_are_normalized_like_others(float size)
    {
        foreach (int n in Rows.Lengths.Skip(2))
        {
            float[] x = [.. Rows.Uniform(n, 1).Select(value => value * size)], gain = Rows.Uniform(n, 2), bias = Rows.Uniform(n, 3);
            float[] y = new float[n];
            double[] expected = new double[n];
            LayerNorm.Reference(
                Rows.Widen(x), Rows.Widen(gain), Rows.Widen(bias), Epsilon, expected, out double expectedMean, out double expectedInverse);
            LayerNorm.Run(x, gain, bias, Epsilon, y, out float mean, out float inverseDeviation);
            Rows.AssertClose(expectedMean / size, mean / size, 3e-7);
            Rows.AssertClose(expectedInverse * size, inverseDeviation * size, 1e-6);
            Rows.AssertClose(expected, y, 3e-6);
            LayerNorm.Run(x, gain, bias, Epsilon, x, out _, out _);
            Rows.AssertSameBits(y, x);
        }
    }

    [Fact]
    public void A_constant_row_of_the_largest_numbers_gives_the_bias_and_infinity_no_number()
    {
        float[] y = new float[3], bias = [1f, -2f, 3f];
        LayerNorm.Run([float.MaxValue, float.MaxValue, float.MaxValue], [1f, 1f, 1f], bias, Epsilon, y, out _, out _);
        Rows.AssertSameBits(bias, y);
        LayerNorm.Run([float.PositiveInfinity, 0f, 1f], [1f, 1f, 1f], bias, Epsilon, y, out _, out _);
        Assert.All(y, value => Assert.True(float.IsNaN(value)));
    }

    [Property(Arbitrary = [typeof(Rows)])]
    public bool The_result_has_mean_zero_and_variance_one(float[] row)
    {
        if (row.Distinct().Count() == 1)
            return true;
        int d = row.Length;
        float[] y = new float[d];
        LayerNorm.Run(row, Enumerable.Repeat(1f, d).ToArray(), new float[d], Epsilon, y, out _, out float inverseDeviation);
        double rounding = 1e-5 * Math.Max(1, inverseDeviation);
        return Math.Abs(y.Average(v => (double)v)) < rounding && Math.Abs(y.Average(v => (double)v * v) - 1) < rounding;
    }

    [Fact]
    public void Backward_agrees_with_the_reference_and_accumulates()
    {
        foreach (int n in Rows.Lengths.Skip(2))
        {
            float[] x = Rows.Uniform(n, 1), gain = Rows.Uniform(n, 2), dy = Rows.Uniform(n, 3);
            float[] dx = Rows.Uniform(n, 4), dGain = Rows.Uniform(n, 5), dBias = Rows.Uniform(n, 6);
            double[] expectedX = Rows.Widen(dx), expectedGain = Rows.Widen(dGain), expectedBias = Rows.Widen(dBias);
            LayerNorm.Run(x, gain, new float[n], Epsilon, new float[n], out float mean, out float inverse);
            LayerNorm.BackwardReference<double>(
                Rows.Widen(x), Rows.Widen(gain), mean, inverse, Rows.Widen(dy), expectedX, expectedGain, expectedBias);
            LayerNorm.Backward(x, gain, mean, inverse, dy, dx, dGain, dBias);
            Rows.AssertClose(expectedX, dx, 3e-6 * Math.Max(1, inverse));
            Rows.AssertClose(expectedGain, dGain, 1e-6);
            Rows.AssertClose(expectedBias, dBias, 5e-7);
        }
    }

    [Fact]
    public void Reference_backward_is_the_slope_by_differences()
    {
        double[] x = [0.3, -1, 2, 0.5, 1.1], gain = [1, 0.5, -2, 1.5, 3], bias = new double[5], dy = [1, -2, 0.7, 3, -1];
        double[] y = new double[5], dx = new double[5], dGain = new double[5], dBias = new double[5];
        LayerNorm.Reference(x, gain, bias, 1e-12, y, out double mean, out double inverse);
        LayerNorm.BackwardReference<double>(x, gain, mean, inverse, dy, dx, dGain, dBias);
        for (int i = 0; i < 5; i++)
        {
            double Loss(double step)
            {
                double[] moved = [.. x];
                moved[i] += step;
                LayerNorm.Reference(moved, gain, bias, 1e-12, y, out _, out _);
                return Dot.Reference<double>(y, dy);
            }

            Assert.Equal((Loss(1e-5) - Loss(-1e-5)) / 2e-5, dx[i], 1e-8);
        }
    }
}
