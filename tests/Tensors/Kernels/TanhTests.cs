using FsCheck.Xunit;

namespace OnDeviceRec.Kernels.Tests;

public class TanhTests : UnaryContract
{
    protected override double MaxUlp => 2.6;

    [Fact]
    public void Is_right_at_the_ends_of_its_range()
    {
        Assert.Equal(1f, One(float.PositiveInfinity));
        Assert.Equal(-1f, One(float.NegativeInfinity));
        Assert.Equal(1f, One(1e4f));
        Assert.Equal(float.Epsilon, One(float.Epsilon));
        Assert.Equal(1e-20f, One(1e-20f));
        Assert.True(float.IsNegative(One(-0f)));
        Rows.AssertClose(0.46211715726, One(0.5f), 1e-7);
    }

    [Property(Arbitrary = [typeof(Rows)])]
    public bool Is_odd_to_the_bit(float[] row) => row.All(x => One(-x).Equals(-One(x)));

    [Fact]
    public void Backward_agrees_with_the_reference_and_accumulates()
    {
        foreach (int n in Rows.Lengths)
        {
            float[] y = Rows.Uniform(n, 1, 1f), dy = Rows.Uniform(n, 2), dx = Rows.Uniform(n, 3);
            double[] expected = Rows.Widen(dx);
            Tanh.BackwardReference<double>(Rows.Widen(y), Rows.Widen(dy), expected);
            Tanh.Backward(y, dy, dx);
            Rows.AssertClose(expected, dx, 5e-7);
        }
    }

    protected override void Run(ReadOnlySpan<float> x, Span<float> y) => Tanh.Run(x, y);

    protected override void Reference(ReadOnlySpan<double> x, Span<double> y) => Tanh.Reference(x, y);
}
