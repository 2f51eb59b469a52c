using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class PositionScoresTests
{
    private const int Width = 5;

    private static readonly Prefixes Batch = new(new[] { 0, 3, 7 }, new[] { 0, 1, 4 }, new[] { 2, 3, 5, 6 });

    private static readonly (int First, int Last)[] Rows = [(0, 2), (3, 3), (3, 5), (3, 6)];

    [Fact]
    public void Values_and_gradients_agree_with_the_twin()
    {
        GradientReport report = GradientCheck.Run(
            (tape, x) => PositionScores.Apply(tape, x[0], x[1], x[2], 0.5f, Batch),
            x =>
            {
                var scores = new double[4 * 4];
                for (int b = 0; b < 4; b++)
                {
                    (int first, int last) = Rows[b];
                    PositionScores.Reference<double>(x[0].AsSpan(first * Width, (last + 1 - first) * Width), x[1].AsSpan(b * Width, Width), x[2], 0.5)
                        .CopyTo(scores, b * 4);
                }

                return scores;
            },
            [new Shape(7, Width), new Shape(4, Width), new Shape(6)]);
        Assert.True(report.Worst < 1e-5, $"{report.ValueError} {string.Join(", ", report.GradientErrors)}");
    }

    [Fact]
    public void Worked_numbers_hold()
    {
        // Rows 1 and 2, query 10, half of the product, the newer row one more: 5 and 11.
        using var tape = new Tape();
        tape.BeginTraining(0);
        using Parameter x = Values.Parameter(new Shape(2, 1), 1, 2), query = Values.Parameter(new Shape(1, 1), 10), ages = Values.Parameter(new Shape(2), 1, 0);
        var batch = new Prefixes(new[] { 0, 2 }, new[] { 0, 1 }, new[] { 1 });
        Assert.Equal([5, 11], PositionScores.Apply(tape, x, query, ages, 0.5f, batch).Value.Span.ToArray());
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        using var tape = new Tape();
        using Parameter x = new("x", new Shape(7, Width)), queries = new("q", new Shape(4, Width)), ages = new("a", new Shape(3));
        ArgumentException problem = Assert.Throws<ArgumentException>(() => PositionScores.Apply(tape, x, queries, ages, 1, Batch));
        Assert.Contains("up to 4 rows", problem.Message, StringComparison.Ordinal);
        Assert.Contains("ages [3]", problem.Message, StringComparison.Ordinal);
    }
}
