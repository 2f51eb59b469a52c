using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class NormalizeRowsTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(4, 3, 1)]
    [InlineData(4, 3, 16)]
    [InlineData(2, 19, 0.5)]
    public void Value_and_gradients_agree_with_the_twin(int rows, int d, float length) =>
        Check.Gradients(
            (tape, x) => NormalizeRows.Apply(tape, x[0], length),
            x => NormalizeRows.Reference(x[0], d, (double)length),
            new Shape(rows, d));

    [Fact]
    public void Worked_numbers_with_a_row_of_zeros()
    {
        using var tape = new Tape();
        using Parameter x = Values.Parameter(new Shape(2, 2), 3, 4, 0, 0);
        tape.BeginTraining(0);
        Variable y = NormalizeRows.Apply(tape, x);
        WeightedSum.Apply(tape, y, [1, 0, 1, 0]);
        tape.Backward();
        float[] expected = [0.6f, 0.8f, 0, 0, 0.128f, -0.096f, 1e6f, 0];
        float[] actual = [.. y.Value.Span, .. x.Gradient!.Span];
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-6f * MathF.Max(1, expected[i]));
    }

    // Where dropout leaves a row next to nothing: squares of its gradient and of what comes of that before it stay finite.
    [Theory]
    [InlineData(1e-25f)]
    [InlineData(1e-13f)]
    [InlineData(1e-9f)]
    public void The_gradient_of_a_row_of_next_to_nothing_is_at_most_a_million_times_the_slope(float x)
    {
        using var tape = new Tape();
        using Parameter row = Values.Parameter(new Shape(1, 2), x, 0);
        tape.BeginTraining(0);
        WeightedSum.Apply(tape, NormalizeRows.Apply(tape, row, length: 10), [1, -1]);
        tape.Backward();
        Assert.Equal(1e7f, row.Gradient!.Span[0], 10f);
        Assert.Equal(-1e7f, row.Gradient.Span[1], 10f);
    }
}
