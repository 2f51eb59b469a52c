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
        float[] expected = [0.6f, 0.8f, 0, 0, 0.128f, -0.096f, 1e12f, 0];
        float[] actual = [.. y.Value.Span, .. x.Gradient!.Span];
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-6f * MathF.Max(1, expected[i]));
    }
}
