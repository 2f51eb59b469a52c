using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class BinaryStraightThroughTests
{
    [Fact]
    public void Worked_numbers_and_a_gradient_that_goes_straight_through()
    {
        using var tape = new Tape();
        using Parameter x = Values.Parameter(new Shape(2, 3, 1, 1), 1, -2, 6, 0, -0.5f, 0.25f);
        tape.BeginTraining(0);
        Variable y = BinaryStraightThrough.Apply(tape, x);
        WeightedSum.Apply(tape, y, [1, 2, 3, 4, 5, 6]);
        tape.Backward();
        Assert.Equal([3, -3, 3, 0.25f, -0.25f, 0.25f], y.Value.Span);
        Assert.Equal([1, 2, 3, 4, 5, 6], x.Gradient!.Span);
    }

    [Fact]
    public void What_was_rounded_stays()
    {
        using var tape = new Tape();
        using Parameter x = Values.Parameter(new Shape(1, 5), 1, -1, -1, 1, -1);
        tape.BeginInference();
        Assert.Equal(x.Value.Span, BinaryStraightThrough.Apply(tape, x).Value.Span);
    }

    [Fact]
    public void No_other_scale_loses_less()
    {
        foreach (int seed in Enumerable.Range(1, 20))
        {
            double[] x = Values.ToDouble(Values.Uniform(17, (ulong)seed)), y = BinaryStraightThrough.Reference<double>(x, 17);
            double Loss(double factor) => x.Zip(y, (a, b) => (a - (factor * b)) * (a - (factor * b))).Sum();
            Assert.True(Loss(1) < Loss(0.99) && Loss(1) < Loss(1.01));
        }
    }

    [Fact]
    public void Rows_are_those_of_the_twin()
    {
        using var tape = new Tape();
        using Parameter x = Values.RandomParameter(new Shape(9, 40_001), 3);
        tape.BeginInference();
        ReadOnlySpan<float> y = BinaryStraightThrough.Apply(tape, x).Value.Span;
        double[] expected = BinaryStraightThrough.Reference<double>(Values.ToDouble(x.Value.Span), 40_001);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], y[i], 1e-6);
    }
}
