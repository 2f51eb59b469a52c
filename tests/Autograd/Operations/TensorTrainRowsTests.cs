using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class TensorTrainRowsTests
{
    public static TheoryData<TensorTrainShape> Trains => TensorTrainTrains.All;

    [Theory]
    [MemberData(nameof(Trains))]
    public void The_rows_and_their_gradients_are_the_twins(TensorTrainShape shape)
    {
        int[] rows = [shape.Items - 1, 0, 1, 0, shape.Items / 2];
        GradientReport report = GradientCheck.Run(
            (tape, cores) => TensorTrainRows.Apply(tape, shape, rows, cores),
            cores => TensorTrainRows.Reference(shape, cores, rows),
            TensorTrainTrains.CoreShapes(shape));
        Assert.True(report.Worst < 1e-4, $"{report}");
    }

    [Fact]
    public void A_frozen_core_gets_no_gradient_and_the_other_the_same() => Check.FreezingLeavesTheOthersAlone(
        (tape, cores) => TensorTrainRows.Apply(tape, new TensorTrainShape(5, [2, 3], [2, 1], [2]), new[] { 4, 1 }, cores),
        TensorTrainTrains.CoreShapes(new TensorTrainShape(5, [2, 3], [2, 1], [2])));

    [Fact]
    public void Another_number_of_cores_is_refused()
    {
        using var tape = new Tape();
        using var core = new Parameter("core", new Shape(1, 2, 2, 2));
        tape.BeginInference();
        Check.Refused(
            "TensorTrainRows: 1 cores, the train has 2.",
            () => TensorTrainRows.Apply(tape, new TensorTrainShape(5, [2, 3], [2, 1], [2]), new[] { 0 }, core));
    }
}
