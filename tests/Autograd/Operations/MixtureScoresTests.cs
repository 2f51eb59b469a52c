using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class MixtureScoresTests
{
    private static readonly Prefixes Batch = new(new[] { 0, 3, 6 }, new[] { 0, 1, 3 }, new[] { 2, 3, 5 });

    private static readonly int[] Items = [5, 5, 2, 1, 0, 1];

    private static readonly int[][] Histories = [[5, 5, 2], [1], [1, 0, 1]];

    [Theory]
    [InlineData(7)]
    [InlineData(1000)]
    public void They_are_the_twin_s_log_probabilities(int items)
    {
        using var tape = new Tape();
        tape.BeginInference();
        using Tensor scores = new(new Shape(3, items), Values.Uniform(3 * items, 1));
        using Tensor positions = new(new Shape(3, 3), Values.Uniform(9, 2));
        using Tensor gates = new(new Shape(3, 1), [-3, 0.5f, 30]);
        double[][] expected = [.. Enumerable.Range(0, 3).Select(b =>
        {
            double[] z = Values.ToDouble(scores.Row(b)), c = Values.ToDouble(positions.Row(b)[..Histories[b].Length]);
            double logSum = Math.Log(z.Sum(Math.Exp));
            return FullSoftmaxCrossEntropy.ReferenceMixture<double>([.. z.Select(x => x - logSum)], c, Histories[b], gates.Span[b]);
        })];
        MixtureScores.Apply(scores, new CopyScores(tape.Constant(positions), tape.Constant(gates), Items, Batch), tape.Arena);
        for (int b = 0; b < 3; b++)
        {
            Assert.All(
                expected[b].Zip(scores.Row(b).ToArray()),
                pair => Assert.Equal(pair.First, pair.Second, 1e-5 * Math.Max(1, Math.Abs(pair.First))));
        }
    }

    [Fact]
    public void Another_number_of_examples_is_refused()
    {
        using var tape = new Tape();
        using Tensor scores = new(new Shape(2, 7)), positions = new(new Shape(3, 3)), gates = new(new Shape(3, 1));
        var copying = new CopyScores(tape.Constant(positions), tape.Constant(gates), Items, Batch);
        Assert.Contains(
            "[2, 7], 3 prefixes",
            Assert.Throws<ArgumentException>(() => MixtureScores.Apply(scores, copying, tape.Arena)).Message,
            StringComparison.Ordinal);
    }
}
