using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class RecencyScoresTests
{
    // Two sequences of three and four rows; all of the first, one, three and all rows of the second.
    private static readonly Prefixes Batch = new(new[] { 0, 3, 7 }, new[] { 0, 1, 4 }, new[] { 2, 3, 5, 6 });

    [Fact]
    public void Worked_numbers_hold()
    {
        using var tape = new Tape();
        tape.BeginTraining(0);
        using Parameter ages = Values.Parameter(new Shape(5), 10, 20, 30, 40, 50);
        Assert.Equal(
            [30, 20, 10, 0, 10, 0, 0, 0, 30, 20, 10, 0, 40, 30, 20, 10],
            RecencyScores.Apply(tape, ages, Batch).Value.Span.ToArray());
    }

    [Fact]
    public void Values_and_gradients_agree_with_the_twin()
    {
        GradientReport report = GradientCheck.Run(
            (tape, x) => RecencyScores.Apply(tape, x[0], Batch),
            x =>
            {
                var scores = new double[4 * 4];
                int[] lengths = [3, 1, 3, 4];
                for (int b = 0; b < 4; b++) x[0][..lengths[b]].Reverse().ToArray().CopyTo(scores, b * 4);
                return scores;
            },
            [new Shape(6)]);
        Assert.True(report.Worst < 1e-5, $"{report.ValueError} {string.Join(", ", report.GradientErrors)}");
    }

    [Fact]
    public void A_prefix_longer_than_there_are_ages_is_refused()
    {
        using var tape = new Tape();
        using Parameter ages = new("a", new Shape(3));
        ArgumentException problem = Assert.Throws<ArgumentException>(() => RecencyScores.Apply(tape, ages, Batch));
        Assert.Contains("up to 4 rows, ages [3]", problem.Message, StringComparison.Ordinal);
    }
}
