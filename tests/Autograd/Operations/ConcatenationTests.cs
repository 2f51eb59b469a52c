using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class ConcatenationTests
{
    [Fact]
    public void Columns_agree_with_the_twin()
    {
        Check.Gradients(
            (tape, x) => ConcatenateColumns.Apply(tape, x[0], x[1]),
            x => ConcatenateColumns.Reference<double>(x[0], x[1], 3),
            new Shape(3, 2),
            new Shape(3, 9));
        Check.FreezingLeavesTheOthersAlone((tape, x) => ConcatenateColumns.Apply(tape, x[0], x[1]), new Shape(3, 2), new Shape(3, 9));
    }

    [Fact]
    public void Rows_agree_with_the_twin()
    {
        Check.Gradients(
            (tape, x) => ConcatenateRows.Apply(tape, x[0], x[1]),
            x => ConcatenateRows.Reference<double>(x[0], x[1]),
            new Shape(3, 2),
            new Shape(1, 2));
        Check.FreezingLeavesTheOthersAlone((tape, x) => ConcatenateRows.Apply(tape, x[0], x[1]), new Shape(3, 2), new Shape(1, 2));
    }

    [Fact]
    public void No_rows_may_stand_on_either_side()
    {
        using var tape = new Tape();
        using Parameter none = new("none", new Shape(0, 2)), some = Values.Parameter(new Shape(2, 2), 1, 2, 3, 4);
        tape.BeginTraining(0);
        Assert.Equal(some.Value.Span.ToArray(), ConcatenateRows.Apply(tape, none, some).Value.Span.ToArray());
        Assert.Equal(some.Value.Span.ToArray(), ConcatenateRows.Apply(tape, some, none).Value.Span.ToArray());
    }

    [Fact]
    public void Wrong_sizes_are_refused_with_both_in_the_message()
    {
        using var tape = new Tape();
        using Parameter a = new("a", new Shape(3, 2)), b = new("b", new Shape(2, 3));
        Check.Refused("left [3, 2], right [2, 3]", () => ConcatenateColumns.Apply(tape, a, b));
        Check.Refused("first [3, 2], second [2, 3]", () => ConcatenateRows.Apply(tape, a, b));
    }
}
