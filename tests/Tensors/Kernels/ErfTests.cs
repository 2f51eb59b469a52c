using FsCheck.Xunit;

namespace OnDeviceRec.Kernels.Tests;

public class ErfTests : UnaryContract
{
    protected override double MaxUlp => 1.7;

    protected override int Stride => 20_011;

    [Theory]
    [InlineData(0.5, 0.52049987781304654)]
    [InlineData(1, 0.84270079294971487)]
    [InlineData(2.5, 0.99959304798255504)]
    [InlineData(-3, -0.99997790950300141)]
    public void Worked_values_hold_for_kernel_and_reference(double x, double expected)
    {
        double[] y = new double[1];
        Erf.Reference([x], y);
        Assert.Equal(expected, y[0], 1e-14);
        Rows.AssertClose(expected, One((float)x), 1e-7);
    }

    [Fact]
    public void Is_right_at_the_ends_of_its_range()
    {
        Assert.Equal(1f, One(float.PositiveInfinity));
        Assert.Equal(-1f, One(float.NegativeInfinity));
        Assert.Equal(1f, One(1e4f));
        Assert.True(float.IsNegative(One(-0f)));
    }

    [Property(Arbitrary = [typeof(Rows)])]
    public bool Is_odd_to_the_bit(float[] row) => row.All(x => One(-x).Equals(-One(x)));

    protected override void Run(ReadOnlySpan<float> x, Span<float> y) => Erf.Run(x, y);

    protected override void Reference(ReadOnlySpan<double> x, Span<double> y) => Erf.Reference(x, y);
}
