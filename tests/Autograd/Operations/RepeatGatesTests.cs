using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class RepeatGatesTests
{
    // Two sequences of three and four rows; all of the first, one, three and all rows of the second.
    private static readonly Prefixes Batch = new(new[] { 0, 3, 7 }, new[] { 0, 1, 4 }, new[] { 2, 3, 5, 6 });
    private static readonly int[] Items = [5, 5, 5, 5, 8, 5, 8];

    [Fact]
    public void Worked_numbers_hold()
    {
        using var tape = new Tape();
        tape.BeginTraining(0);
        using Parameter lengths = Values.Parameter(new Shape(5), 10, 20, 30, 40, 50), repetition = Values.Parameter(new Shape(1), 6);
        Assert.Equal([34, 10, 32, 43], RepeatGates.Apply(tape, lengths, repetition, Items, Batch).Value.Span.ToArray());
    }

    [Fact]
    public void Sequences_without_a_prefix_are_passed_over()
    {
        using var tape = new Tape();
        tape.BeginTraining(0);
        using Parameter lengths = Values.Parameter(new Shape(3), 1, 2, 3), repetition = Values.Parameter(new Shape(1), 4);
        var some = new Prefixes(new[] { 0, 1, 3, 4 }, new[] { 0, 0, 1, 1 }, new[] { 2 });
        Assert.Equal([4], RepeatGates.Apply(tape, lengths, repetition, new[] { 7, 7, 7, 7 }, some).Value.Span.ToArray());
    }

    [Fact]
    public void Values_and_gradients_agree_with_the_twin()
    {
        GradientReport report = GradientCheck.Run(
            (tape, x) => RepeatGates.Apply(tape, x[0], x[1], Items, Batch),
            x =>
            {
                (int Length, double Repeated)[] prefixes = [(3, 2 / 3.0), (1, 0), (3, 1 / 3.0), (4, 2 / 4.0)];
                return [.. prefixes.Select(prefix => x[0][prefix.Length - 1] + (x[1][0] * prefix.Repeated))];
            },
            [new Shape(6), new Shape(1)]);
        Assert.True(report.Worst < 1e-5, $"{report.ValueError} {string.Join(", ", report.GradientErrors)}");
    }

    [Fact]
    public void A_prefix_longer_than_there_are_lengths_is_refused()
    {
        using var tape = new Tape();
        using Parameter lengths = new("b", new Shape(3)), repetition = new("w", new Shape(1));
        ArgumentException problem = Assert.Throws<ArgumentException>(() => RepeatGates.Apply(tape, lengths, repetition, Items, Batch));
        Assert.Contains("up to 4 rows, lengths [3]", problem.Message, StringComparison.Ordinal);
    }
}
