using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class TensorTrainQueriesTests
{
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(3, 4, 2, 5)]
    [InlineData(5, 2, 16, 3)]
    public void Queries_and_their_gradients_are_the_twins(int groups, int batch, int d, int rank)
    {
        GradientReport report = GradientCheck.Run(
            (tape, x) => TensorTrainQueries.Apply(tape, x[0], x[1]),
            x => TensorTrainQueries.Reference<double>(x[0], x[1], groups, d),
            [new Shape(1, groups, d, rank), new Shape(batch, d)]);
        Assert.True(report.Worst < 1e-4, $"{report}");
    }

    [Fact]
    public void Worked_numbers()
    {
        // h = (1, 2), G_1[0] = (3, 4)ᵀ, G_1[1] = (5, 6)ᵀ.
        using var tape = new Tape();
        using Parameter core = new("core", new Shape(1, 2, 2, 1)), h = new("h", new Shape(1, 2));
        ((float[])[3, 4, 5, 6]).CopyTo(core.Value.Span);
        ((float[])[1, 2]).CopyTo(h.Value.Span);
        tape.BeginInference();
        Assert.Equal([11, 17], TensorTrainQueries.Apply(tape, core, h).Value.Span.ToArray());
    }

    [Fact]
    public void A_core_of_another_width_is_refused()
    {
        using var tape = new Tape();
        using Parameter core = new("core", new Shape(1, 2, 3, 1)), h = new("h", new Shape(1, 2));
        tape.BeginInference();
        Check.Refused(
            "TensorTrainQueries: a core [1, 2, 3, 1] for encodings [1, 2]; it must be [1, I_1, 2, r].",
            () => TensorTrainQueries.Apply(tape, core, h));
    }
}
