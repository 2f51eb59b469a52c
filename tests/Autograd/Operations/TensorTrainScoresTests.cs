using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class TensorTrainScoresTests
{
    public static TheoryData<TensorTrainShape> Trains => TensorTrainTrains.All;

    [Theory]
    [MemberData(nameof(Trains))]
    public void Scores_and_their_gradients_are_the_twins(TensorTrainShape shape)
    {
        const int Batch = 3;
        GradientReport report = GradientCheck.Run(
            (tape, x) => TensorTrainScores.Apply(tape, shape, new ReadOnlySpan<Variable>(x)[..^1], x[^1]),
            x => TensorTrainScores.Reference(shape, x[..^1], x[^1], Batch),
            [.. TensorTrainTrains.CoreShapes(shape), new Shape(Batch, shape.Width)]);
        Assert.True(report.Worst < 1e-4, $"{report}");
    }

    [Fact]
    public void An_h_that_needs_no_gradient_gets_none()
    {
        var shape = new TensorTrainShape(5, [2, 3], [2, 1], [2]);
        using var tape = new Tape();
        using Parameter first = new("first", shape.CoreShape(0)), second = new("second", shape.CoreShape(1));
        using Tensor h = new(new Shape(1, 2), [1, 2]);
        second.Value.Span.Fill(1f);
        tape.BeginTraining(0);
        Variable constant = tape.Constant(h), scores = TensorTrainScores.Apply(tape, shape, [first, second], constant);
        WeightedSum.Apply(tape, scores, [1, 1, 1, 1, 1]);
        tape.Backward();
        Assert.Null(constant.Gradient);

        // dG_1[i, a, k] = h[a] · the number of items with i_1 = i: three and two.
        Assert.Equal([3, 3, 6, 6, 2, 2, 4, 4], first.Gradient!.Span.ToArray());
    }
}
