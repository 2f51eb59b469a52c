using FsCheck.Xunit;

namespace OnDeviceRec.Kernels.Tests;

public class SigmoidTests : UnaryContract
{
    protected override double MaxUlp => 2.5;

    [Fact]
    public void Is_right_at_the_ends_of_its_range()
    {
        Assert.Equal(1f, One(float.PositiveInfinity));
        Assert.Equal(0f, One(float.NegativeInfinity));
        Assert.Equal(1f, One(1e4f));
        Assert.Equal(0f, One(-1e4f));
        Assert.Equal(0.5f, One(-0f));
        Rows.AssertClose(0.25, One(-MathF.Log(3f)), 1e-7);
    }

    [Property(Arbitrary = [typeof(Rows)])]
    public bool The_values_at_x_and_minus_x_sum_to_one(float[] row) => row.All(x => Math.Abs(One(x) + One(-x) - 1f) <= 1.2e-7f);

    protected override void Run(ReadOnlySpan<float> x, Span<float> y) => Sigmoid.Run(x, y);

    protected override void Reference(ReadOnlySpan<double> x, Span<double> y) => Sigmoid.Reference(x, y);
}
