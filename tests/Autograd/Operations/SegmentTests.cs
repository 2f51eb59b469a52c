using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class SegmentTests
{
    private static readonly int[] Offsets = [0, 3, 3, 4, 9, 9];
    private static readonly Shape Rows = new(9, 5), PerSegment = new(5, 5);

    [Fact]
    public void Means_agree_with_the_twin_empty_segments_included() =>
        Check.Gradients((tape, x) => SegmentMean.Apply(tape, x[0], Offsets), x => SegmentMean.Reference<double>(x[0], 5, Offsets), Rows);

    [Fact]
    public void Added_values_agree_with_the_twin()
    {
        Check.Gradients(
            (tape, x) => AddToSegments.Apply(tape, x[0], x[1], Offsets), x => AddToSegments.Reference<double>(x[0], x[1], 5, Offsets), Rows, PerSegment);
        Check.FreezingLeavesTheOthersAlone((tape, x) => AddToSegments.Apply(tape, x[0], x[1], Offsets), Rows, PerSegment);
    }

    [Fact]
    public void Weighted_sums_agree_with_the_twin()
    {
        foreach (Shape weights in (Shape[])[new Shape(9), new Shape(9, 1)])
        {
            Check.Gradients(
                (tape, x) => SegmentWeightedSum.Apply(tape, x[0], x[1], Offsets), x => SegmentWeightedSum.Reference<double>(x[0], x[1], Offsets), Rows, weights);
            Check.FreezingLeavesTheOthersAlone((tape, x) => SegmentWeightedSum.Apply(tape, x[0], x[1], Offsets), Rows, weights);
        }
    }

    [Fact]
    public void Empty_segments_have_mean_and_sum_zero()
    {
        using var tape = new Tape();
        using Parameter x = Values.Parameter(new Shape(2, 2), 1, 2, 3, 6), weights = Values.Parameter(new Shape(2), 10, 1);
        tape.BeginInference();
        int[] offsets = [0, 0, 2];
        Assert.Equal([0f, 0f, 2f, 4f], SegmentMean.Apply(tape, x, offsets).Value.Span.ToArray());
        Assert.Equal([0f, 0f, 13f, 26f], SegmentWeightedSum.Apply(tape, x, weights, offsets).Value.Span.ToArray());
    }

    [Fact]
    public void Wrong_sizes_are_refused()
    {
        using var tape = new Tape();
        using var x = new Parameter("x", new Shape(4, 6));
        Check.Refused("end at 5, the rows are [4, 6]", () => SegmentMean.Apply(tape, x, new[] { 0, 5 }));
        Check.Refused("rows [4, 6] in 2 segments, per segment [4, 6]", () => AddToSegments.Apply(tape, x, x, new[] { 0, 1, 4 }));
        Check.Refused("rows [4, 6], weights [4, 6]", () => SegmentWeightedSum.Apply(tape, x, x, new[] { 0, 4 }));
    }
}
