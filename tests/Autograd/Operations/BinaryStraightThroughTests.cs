using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class BinaryStraightThroughTests
{
    [Fact]
    public void Worked_numbers_and_a_gradient_that_goes_straight_through()
    {
        using var tape = new Tape();
        using Parameter x = Values.Parameter(new Shape(2, 3), 1, -2, 6, 0, -0.5f, 0.25f);
        tape.BeginTraining(0);
        Variable y = BinaryStraightThrough.Apply(tape, x, 3);
        WeightedSum.Apply(tape, y, [1, 2, 3, 4, 5, 6]);
        tape.Backward();
        Assert.Equal([3, -3, 3, 3, -3, 3], y.Value.Span);
        Assert.Equal([1, 2, 3, 4, 5, 6], x.Gradient!.Span);
    }

    [Fact]
    public void The_gradient_goes_straight_through_to_a_result_too_and_is_added_to_its_own()
    {
        using var tape = new Tape();
        using Parameter x = Values.Parameter(new Shape(2, 2), 1, -2, 3, -4);
        tape.BeginTraining(0);
        Variable rows = GatherRows.Apply(tape, x, new[] { 1, 1, 0 });
        Variable y = BinaryStraightThrough.Apply(tape, rows, 1);
        WeightedSum.Apply(tape, y, [1, 2, 3, 4, 5, 6]);
        WeightedSum.Apply(tape, rows, [10, 10, 10, 10, 10, 10]);
        tape.Backward();
        Assert.Equal([1, -1, 1, -1, 1, -1], y.Value.Span);
        Assert.Equal([15, 16, 24, 26], x.Gradient!.Span);
    }

    [Fact]
    public void What_was_rounded_stays()
    {
        using var tape = new Tape();
        using Parameter x = Values.Parameter(new Shape(1, 5), 1, -1, -1, 1, -1);
        tape.BeginInference();
        Assert.Equal(x.Value.Span, BinaryStraightThrough.Apply(tape, x, 1).Value.Span);
    }

    [Fact]
    public void Rows_are_those_of_the_twin()
    {
        using var tape = new Tape();
        using Parameter x = Values.RandomParameter(new Shape(4_001, 84), 3);
        tape.BeginInference();
        ReadOnlySpan<float> y = BinaryStraightThrough.Apply(tape, x, 0.7f).Value.Span;
        Assert.Equal(BinaryStraightThrough.Reference<float>(x.Value.Span, 0.7f), y);
    }
}
