using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class TensorTrainTableTests
{
    public static TheoryData<TensorTrainShape> Trains => TensorTrainTrains.All;

    [Theory]
    [MemberData(nameof(Trains))]
    public void The_table_and_its_gradients_are_the_twins(TensorTrainShape shape)
    {
        GradientReport report = GradientCheck.Run(
            (tape, cores) => TensorTrainTable.Apply(tape, shape, cores),
            cores => TensorTrainTable.Reference(shape, cores),
            TensorTrainTrains.CoreShapes(shape));
        Assert.True(report.Worst < 1e-4, $"{report}");
    }

    [Fact]
    public void A_frozen_core_gets_no_gradient_and_the_other_still_does()
    {
        var shape = new TensorTrainShape(5, [2, 3], [2, 1], [2]);
        using var tape = new Tape();
        using Parameter first = new("first", shape.CoreShape(0)) { Frozen = true }, second = new("second", shape.CoreShape(1));
        first.Value.Span.Fill(1f);
        second.Value.Span.Fill(1f);
        tape.BeginTraining(0);
        Variable table = TensorTrainTable.Apply(tape, shape, first, second);
        WeightedSum.Apply(tape, table, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
        tape.Backward();
        Assert.All(first.Gradient!.Span.ToArray(), x => Assert.Equal(0f, x));

        // Rows 0 and 3 use i_2 = 0, rows 1 and 4 use 1, row 2 alone uses 2; each row has two columns.
        Assert.Equal([4, 4, 2, 4, 4, 2], second.Gradient!.Span.ToArray());
    }

    [Fact]
    public void Another_number_of_cores_is_refused()
    {
        var shape = new TensorTrainShape(5, [2, 3], [2, 1], [2]);
        using var tape = new Tape();
        using var core = new Parameter("core", shape.CoreShape(0));
        tape.BeginInference();
        Assert.Equal(
            "TensorTrainTable: 1 cores, the train has 2.",
            Assert.Throws<ArgumentException>(() => TensorTrainTable.Apply(tape, shape, core)).Message);
    }
}
