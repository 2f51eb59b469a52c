using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class LayerNormalizationTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 7)]
    [InlineData(4, 33)]
    public void Value_and_gradients_agree_with_the_twin(int rows, int d)
    {
        Shape[] shapes = [new Shape(rows, d), new Shape(d), new Shape(d)];
        Check.Gradients(
            (tape, x) => LayerNormalization.Apply(tape, x[0], x[1], x[2], 0.01f),
            x => LayerNormalization.Reference<double>(x[0], x[1], x[2], 0.01f),
            shapes);
        Check.FreezingLeavesTheOthersAlone((tape, x) => LayerNormalization.Apply(tape, x[0], x[1], x[2]), shapes);
    }

    [Fact]
    public void Sums_over_many_rows_are_right_though_taken_in_pieces()
    {
        const int Rows = 9001, Width = 8;
        using var tape = new Tape();
        using Parameter x = Values.RandomParameter(new Shape(Rows, Width), 1);
        using Parameter gain = Values.RandomParameter(new Shape(Width), 2);
        using Parameter bias = Values.RandomParameter(new Shape(Width), 3);
        float[] weights = Values.Uniform(Rows * Width, 4);
        tape.BeginTraining(0);
        WeightedSum.Apply(tape, LayerNormalization.Apply(tape, x, gain, bias), weights);
        tape.Backward();

        double[] ones = [.. Enumerable.Repeat(1.0, Width)];
        double[] normal = LayerNormalization.Reference<double>(Values.ToDouble(x.Value.Span), ones, new double[Width], 1e-12);
        for (int j = 0; j < Width; j++)
        {
            double dGain = 0, dBias = 0;
            for (int row = 0; row < Rows; row++)
            {
                dGain += weights[(row * Width) + j] * normal[(row * Width) + j];
                dBias += weights[(row * Width) + j];
            }

            Assert.Equal(dGain, gain.Gradient!.Span[j], 1e-2);
            Assert.Equal(dBias, bias.Gradient!.Span[j], 1e-2);
        }
    }

    [Fact]
    public void A_gain_of_another_width_is_refused()
    {
        using var tape = new Tape();
        using var x = new Parameter("x", new Shape(2, 3));
        using var gain = new Parameter("gain", new Shape(4));
        using var bias = new Parameter("bias", new Shape(3));
        string message = Assert.Throws<ArgumentException>(() => LayerNormalization.Apply(tape, x, gain, bias)).Message;
        Assert.Contains("[2, 3]", message, StringComparison.Ordinal);
        Assert.Contains("[4]", message, StringComparison.Ordinal);
    }
}
