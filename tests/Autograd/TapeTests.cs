using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class TapeTests
{
    [Fact]
    public void Gradients_of_several_uses_and_several_steps_add_up()
    {
        using var tape = new Tape();
        using Parameter x = Values.Parameter(new Shape(2), 1, 2);
        for (uint step = 0; step < 2; step++)
        {
            tape.BeginTraining(step);
            WeightedSum.Apply(tape, Addition.Apply(tape, x, x), [1, 10]);
            WeightedSum.Apply(tape, x, [100, 1000]);
            tape.Backward();
            Assert.Equal(2142, tape.TotalLoss);
        }

        Assert.Equal([204f, 2040f], x.Gradient!.Span.ToArray());
    }

    [Fact]
    public void Inference_records_nothing()
    {
        using var tape = new Tape();
        using Parameter x = Values.Parameter(new Shape(2), 1, 2);
        tape.BeginInference();
        Variable y = Addition.Apply(tape, x, x);
        WeightedSum.Apply(tape, y, [1, 1]);
        tape.Backward();
        Assert.False(y.NeedsGradient);
        Assert.Equal([0f, 0f], x.Gradient!.Span.ToArray());
    }

    [Fact]
    public void What_is_computed_from_constants_alone_needs_no_gradient()
    {
        using var tape = new Tape();
        using var value = new Tensor(new Shape(2), [1, 2]);
        using Parameter x = Values.Parameter(new Shape(2), 1, 2);
        tape.BeginTraining(0);
        Variable constant = tape.Constant(value);
        Assert.False(Addition.Apply(tape, constant, constant).NeedsGradient);
        Variable mixed = Addition.Apply(tape, constant, x);
        WeightedSum.Apply(tape, mixed, [3, 4]);
        tape.Backward();
        Assert.Null(constant.Gradient);
        Assert.Equal([3f, 4f], x.Gradient!.Span.ToArray());
    }

    [Fact]
    public void A_branch_keeps_the_gradients_of_parameters_to_itself()
    {
        using var tape = new Tape();
        using Parameter x = Values.Parameter(new Shape(2), 1, 2), other = Values.Parameter(new Shape(2), 1, 2);
        for (uint step = 0; step < 2; step++)
        {
            tape.BeginTraining(step);
            Tape branch = tape.Branch();
            Variable leaf = branch.Leaf(new Shape(2), needsGradient: true);
            leaf.Value.Clear();
            WeightedSum.Apply(branch, Addition.Apply(branch, Addition.Apply(branch, x, x), leaf), [1, 10]);
            branch.Backward();
            Assert.Equal([2f, 20f], branch.BranchGradient(x)!.Span.ToArray());
            Assert.Null(branch.BranchGradient(other));
            Assert.Equal([1f, 10f], leaf.Gradient!.Span.ToArray());
            Assert.Equal([0f, 0f], x.Gradient!.Span.ToArray());
        }
    }

    [Fact]
    public void The_gradient_check_notices_a_wrong_twin()
    {
        GradientReport report = GradientCheck.Run(
            (tape, x) => Addition.Apply(tape, x[0], x[1]),
            x => [.. x[0].Zip(x[1], (a, b) => a + (1.01 * b))],
            [new Shape(3), new Shape(3)]);
        Assert.True(report.GradientErrors[0] < 1e-5);
        Assert.True(report.GradientErrors[1] > 5e-3);
        Assert.True(report.ValueError > 1e-4);
    }
}
