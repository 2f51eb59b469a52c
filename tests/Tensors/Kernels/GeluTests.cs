using FsCheck.Xunit;

namespace OnDeviceRec.Kernels.Tests;

public class GeluTests : UnaryContract
{
    protected override double MaxUlp => 7;

    protected override int Stride => 20_011;

    [Theory]
    [InlineData(1, 0.84134474606854293)]
    [InlineData(-1, -0.15865525393145707)]
    [InlineData(-4, -1.2668496733248439e-4)]
    public void Worked_values_hold_for_kernel_and_reference(double x, double expected)
    {
        double[] y = new double[1];
        Gelu.Reference([x], y);
        Assert.Equal(expected, y[0], 1e-15);
        Assert.Equal(1, One((float)x) / expected, 4e-7);
    }

    [Fact]
    public void Is_right_at_the_ends_of_its_range()
    {
        Assert.Equal(float.PositiveInfinity, One(float.PositiveInfinity));
        Assert.Equal(0f, One(float.NegativeInfinity));
        Assert.Equal(1e4f, One(1e4f));
        Assert.Equal(0f, One(-1e4f));
        Assert.Equal(0f, One(-0f));
    }

    [Property(Arbitrary = [typeof(Rows)])]
    public bool The_values_at_x_and_minus_x_differ_by_x(float[] row) =>
        row.All(x => Math.Abs(One(x) - One(-x) - x) <= 2.4e-7 * Math.Max(1, Math.Abs(x)));

    [Fact]
    public void Backward_agrees_with_the_reference_and_accumulates()
    {
        foreach (int n in Rows.Lengths)
        {
            float[] x = Rows.Uniform(n, 1, 6f), dy = Rows.Uniform(n, 2), dx = Rows.Uniform(n, 3);
            double[] expected = Rows.Widen(dx);
            Gelu.BackwardReference<double>(Rows.Widen(x), Rows.Widen(dy), expected);
            Gelu.Backward(x, dy, dx);
            Rows.AssertClose(expected, dx, 1e-6);
        }
    }

    [Fact]
    public void Slope_is_that_of_the_reference_by_differences()
    {
        double[] dx = new double[1], above = new double[1], below = new double[1];
        foreach (double x in (double[])[-5, -1.3, -0.2, 0, 0.7, 3])
        {
            dx[0] = 0;
            Gelu.BackwardReference([x], [1.0], dx);
            Gelu.Reference([x + 1e-5], above);
            Gelu.Reference([x - 1e-5], below);
            Assert.Equal((above[0] - below[0]) / 2e-5, dx[0], 1e-9);
        }
    }

    [Fact]
    public void Slope_is_one_and_zero_far_out()
    {
        float[] dx = new float[4];
        Gelu.Backward([float.PositiveInfinity, float.NegativeInfinity, 1e4f, -1e4f], [1f, 1f, 1f, 1f], dx);
        Assert.Equal([1f, 0f, 1f, 0f], dx);
    }

    protected override void Run(ReadOnlySpan<float> x, Span<float> y) => Gelu.Run(x, y);

    protected override void Reference(ReadOnlySpan<double> x, Span<double> y) => Gelu.Reference(x, y);
}
