using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class LinearTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 7, 3)]
    [InlineData(5, 4, 17)]
    public void Value_and_gradients_agree_with_the_twin(int rows, int inputs, int outputs)
    {
        Check.Gradients(
            (tape, x) => Linear.Apply(tape, x[0], x[1], x[2]),
            x => Linear.Reference<double>(x[0], x[1], x[2], inputs),
            new Shape(rows, inputs),
            new Shape(outputs, inputs),
            new Shape(outputs));
        Check.Gradients(
            (tape, x) => Linear.Apply(tape, x[0], x[1]),
            x => Linear.Reference<double>(x[0], x[1], default, inputs),
            new Shape(rows, inputs),
            new Shape(outputs, inputs));
    }

    [Fact]
    public void Frozen_inputs_get_no_gradient() =>
        Check.FreezingLeavesTheOthersAlone(
            (tape, x) => Linear.Apply(tape, x[0], x[1], x[2]), new Shape(3, 4), new Shape(5, 4), new Shape(5));

    [Fact]
    public void Wrong_sizes_are_refused_with_both_in_the_message()
    {
        using var tape = new Tape();
        using var x = new Parameter("x", new Shape(2, 3));
        using var weight = new Parameter("weight", new Shape(4, 5));
        using var bias = new Parameter("bias", new Shape(3));
        string message = Assert.Throws<ArgumentException>(() => Linear.Apply(tape, x, weight)).Message;
        Assert.Contains("[2, 3]", message, StringComparison.Ordinal);
        Assert.Contains("[4, 5]", message, StringComparison.Ordinal);
        message = Assert.Throws<ArgumentException>(() => Linear.Apply(tape, x, weight, bias)).Message;
        Assert.Contains("[3]", message, StringComparison.Ordinal);
        Assert.Contains("[4, 5]", message, StringComparison.Ordinal);
    }
}
