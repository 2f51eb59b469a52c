using FsCheck.Xunit;

namespace OnDeviceRec.Kernels.Tests;

public class SoftmaxTests
{
    [Fact]
    public void Worked_values_hold()
    {
        Assert.Equal([0.5f, 0.5f], Of(1000f, 1000f));
        Assert.Equal([1f], Of(-1e4f));
        Assert.Equal([1f, 0f], Of(1e4f, -1e4f));
        Assert.Equal([0f, 1f], Of(float.NegativeInfinity, 2f));
        Assert.Equal([0.5f, 0.5f], Of(0f, -0f));
        Rows.AssertClose([0.25, 0.75], Of(0f, MathF.Log(3f)), 1e-7);
        Assert.Empty(Of());
    }

    [Fact]
    public void A_row_with_NaN_is_NaN() => Assert.All(Of(1f, float.NaN, 2f), p => Assert.True(float.IsNaN(p)));

    [Fact]
    public void A_row_with_an_infinite_maximum_is_NaN()
    {
        Assert.All(Of(float.NegativeInfinity, float.NegativeInfinity), p => Assert.True(float.IsNaN(p)));
        Assert.All(Of(1f, float.PositiveInfinity, float.NegativeInfinity), p => Assert.True(float.IsNaN(p)));
    }

    [Fact]
    public void Agrees_with_the_reference_at_every_length()
    {
        foreach (int n in Rows.Lengths)
        {
            float[] row = Rows.Uniform(n, 1, 10f);
            double[] expected = Rows.Widen(row);
            Softmax.Reference<double>(expected);
            Softmax.Run(row);
            Rows.AssertClose(expected, row, 5e-7);
        }
    }

    [Property(Arbitrary = [typeof(Rows)])]
    public bool Sums_to_one_and_rises_with_the_score(float[] row)
    {
        float[] p = Of(row);
        return Math.Abs(p.Sum(v => (double)v) - 1) < 1e-6
            && p.All(v => v is >= 0f and <= 1.0000001f)
            && row.Zip(p).Order().Select(pair => pair.Second).SequenceEqual(p.Order());
    }

    [Property(Arbitrary = [typeof(Rows)])]
    public bool A_shift_of_all_scores_changes_nothing(float[] row)
    {
        // Multiples of 1/8 are moved by 1024 without rounding.
        float[] exact = Array.ConvertAll(row, v => MathF.Round(v * 8f) / 8f);
        return Of(exact).SequenceEqual(Of(Array.ConvertAll(exact, v => v + 1024f)));
    }

    [Fact]
    public void Backward_agrees_with_the_reference_and_accumulates()
    {
        foreach (int n in Rows.Lengths)
        {
            float[] p = Of(Rows.Uniform(n, 1)), dp = Rows.Uniform(n, 2), ds = Rows.Uniform(n, 3);
            double[] expected = Rows.Widen(ds);
            Softmax.BackwardReference<double>(Rows.Widen(p), Rows.Widen(dp), expected);
            Softmax.Backward(p, dp, ds);
            Rows.AssertClose(expected, ds, 1e-6);
        }
    }

    [Fact]
    public void Reference_backward_is_the_slope_by_differences()
    {
        double[] x = [0.3, -1, 2, 0.5], dp = [1, -2, 0.7, 3], p = [.. x], ds = new double[4];
        Softmax.Reference<double>(p);
        Softmax.BackwardReference<double>(p, dp, ds);
        for (int i = 0; i < 4; i++)
        {
            double[] above = [.. x], below = [.. x];
            above[i] += 1e-5;
            below[i] -= 1e-5;
            Softmax.Reference<double>(above);
            Softmax.Reference<double>(below);
            Assert.Equal((Dot.Reference<double>(above, dp) - Dot.Reference<double>(below, dp)) / 2e-5, ds[i], 1e-9);
        }
    }

    private static float[] Of(params float[] row)
    {
        float[] p = [.. row];
        Softmax.Run(p);
        return p;
    }
}
