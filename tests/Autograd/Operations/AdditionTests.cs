using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class AdditionTests
{
    [Fact]
    public void Value_and_gradients_agree_with_the_twin()
    {
        Check.Gradients(
            (tape, x) => Addition.Apply(tape, x[0], x[1]), x => Addition.Reference<double>(x[0], x[1]), new Shape(3, 5), new Shape(3, 5));
        Check.FreezingLeavesTheOthersAlone((tape, x) => Addition.Apply(tape, x[0], x[1]), new Shape(3, 5), new Shape(3, 5));
    }

    [Fact]
    public void Adding_a_value_to_itself_counts_its_gradient_twice() =>
        Check.Gradients((tape, x) => Addition.Apply(tape, x[0], x[0]), x => Addition.Reference<double>(x[0], x[0]), new Shape(2, 3));

    [Fact]
    public void Different_shapes_are_refused_with_both_in_the_message()
    {
        using var tape = new Tape();
        using var a = new Parameter("a", new Shape(2, 3));
        using var b = new Parameter("b", new Shape(3, 2));
        Check.Refused("left [2, 3], right [3, 2]", () => Addition.Apply(tape, a, b));
    }
}
