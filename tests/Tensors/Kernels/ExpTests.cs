namespace OnDeviceRec.Kernels.Tests;

public class ExpTests : UnaryContract
{
    protected override double MaxUlp => 1.1;

    [Fact]
    public void Is_right_at_the_ends_of_its_range()
    {
        Assert.Equal(1f, One(0f));
        Assert.Equal(1f, One(-0f));
        Assert.Equal(1f, One(float.Epsilon));
        Assert.Equal(float.PositiveInfinity, One(float.PositiveInfinity));
        Assert.Equal(float.PositiveInfinity, One(1e4f));
        Assert.Equal(float.PositiveInfinity, One(float.MaxValue));
        Assert.Equal(0f, One(float.NegativeInfinity));
        Assert.Equal(0f, One(-1e4f));
        Assert.Equal(0f, One(float.MinValue));
    }

    [Fact]
    public void Goes_to_zero_through_the_denormals() => Assert.Equal((float)Math.Exp(-100), One(-100f));

    protected override void Run(ReadOnlySpan<float> x, Span<float> y) => Exp.Run(x, y);

    protected override void Reference(ReadOnlySpan<double> x, Span<double> y) => Exp.Reference(x, y);
}
