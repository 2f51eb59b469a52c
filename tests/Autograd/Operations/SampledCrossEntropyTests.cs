using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class SampledCrossEntropyTests
{
    private const int Width = 3;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 7)]
    [InlineData(5, 300)]
    public void The_loss_and_its_gradients_agree_with_the_twin_s_differences(int batch, int drawn)
    {
        // Classes from few, so that some are drawn twice and some are a row's target.
        int[] targets = [.. Enumerable.Range(0, batch).Select(b => b % 4)];
        int[] negatives = [.. Enumerable.Range(0, drawn).Select(s => (s + 1) * 5 % 11)];
        var candidates = new SampledCandidates(targets, negatives, Values.Uniform(drawn, 8));
        GradientReport report = GradientCheck.RunLoss(
            (tape, x) => SampledCrossEntropy.Apply(tape, x[0], x[1], x[2], candidates, 1),
            x => SampledCrossEntropy.Reference(x[0], x[1], x[2], Width, candidates),
            [new Shape(batch, Width), new Shape(batch, Width), new Shape(drawn, Width)]);
        Assert.True(report.Worst < 1e-5, $"{report.ValueError} {string.Join(", ", report.GradientErrors)}");
    }

    [Property(MaxTest = 100)]
    public Property With_every_class_drawn_once_it_is_the_full_softmax() => Prop.ForAll(Problems(), problem =>
    {
        (int batch, int items, ulong seed, int first) = problem;
        int[] targets = [.. Enumerable.Range(0, batch).Select(b => (b * 7) % items)];
        using Parameter h = Values.RandomParameter(new Shape(batch, Width), seed);
        using Parameter same = Values.RandomParameter(new Shape(batch, Width), seed);
        using Parameter table = Values.RandomParameter(new Shape(items, Width), seed + 1);
        using Parameter sameTable = Values.RandomParameter(new Shape(items, Width), seed + 1);
        using var tape = new Tape();
        tape.BeginTraining(0);
        double full = FullSoftmaxCrossEntropy.Apply(tape, h, table, targets, 0.5f).CrossEntropy;
        // Any order; S·q is 1 for all.
        int[] all = [.. Enumerable.Range(0, items).Select(v => (v + first) % items)];
        double sampled = SampledCrossEntropy.Apply(
            tape,
            same,
            GatherRows.Apply(tape, sameTable, targets),
            GatherRows.Apply(tape, sameTable, all),
            new SampledCandidates(targets, all, new float[items]),
            0.5f);
        tape.Backward();
        Assert.Equal(full, sampled, 1e-5);
        AssertClose(h, same);
        AssertClose(table, sameTable);
    });

    [Property(MaxTest = 100)]
    public Property A_class_drawn_twice_weighs_as_one_drawn_once_of_half_the_count() => Prop.ForAll(Problems(), problem =>
    {
        (_, int items, ulong seed, _) = problem;
        float[] row = Values.Uniform(items, seed), counts = Values.Uniform(items, seed + 1);
        int[] classes = [.. Enumerable.Range(1, items)];
        double once = OfLogits(0.3f, row, new SampledCandidates(new[] { 0 }, classes, counts));
        float[] halves = [.. counts.Select(c => c + MathF.Log(2))];
        double twice = OfLogits(
            0.3f, [.. row, .. row], new SampledCandidates(new[] { 0 }, (int[])[.. classes, .. classes], (float[])[.. halves, .. halves]));
        Assert.Equal(once, twice, 1e-5);
    });

    [Fact]
    public void Worked_numbers_hold()
    {
        // One class drawn, S·q = 1/2, counts twice: ln(1 + 2). Two of them, one of which is the target: the same.
        float log = MathF.Log(0.5f);
        Assert.Equal(Math.Log(3), OfLogits(0, [0], new SampledCandidates(new[] { 4 }, new[] { 9 }, new[] { log })), 1e-6);
        Assert.Equal(Math.Log(3), OfLogits(0, [0, 7], new SampledCandidates(new[] { 4 }, new[] { 9, 4 }, new[] { log, log })), 1e-6);
        // Logits ln 2 for the target, 0 and ln 3 for others that stand for themselves: ln((2 + 1 + 3) / 2).
        Assert.Equal(
            Math.Log(3), OfLogits(MathF.Log(2), [0, MathF.Log(3)], new SampledCandidates(new[] { 0 }, new[] { 1, 2 }, new float[2])), 1e-6);
    }

    [Theory]
    [InlineData(1e4f, -1e4f, 0)]
    [InlineData(-1e4f, 1e4f, 2e4)]
    [InlineData(1e4f, 1e4f, 0.6931)]
    public void Extreme_logits_stay_finite(float own, float other, double expected) =>
        Assert.Equal(expected, OfLogits(own, [other], new SampledCandidates(new[] { 0 }, new[] { 1 }, new float[1])), 2e-3);

    [Fact]
    public void Where_nothing_but_the_target_was_drawn_there_is_no_loss_and_no_slope()
    {
        using var tape = new Tape();
        using Parameter h = Values.Parameter(new Shape(1, 1), 1);
        using Parameter target = Values.Parameter(new Shape(1, 1), 5);
        using Parameter drawn = Values.Parameter(new Shape(2, 1), 5, 5);
        tape.BeginTraining(0);
        Assert.Equal(
            0, SampledCrossEntropy.Apply(tape, h, target, drawn, new SampledCandidates(new[] { 3 }, new[] { 3, 3 }, new float[2]), 1));
        foreach (Parameter parameter in (Parameter[])[h, target, drawn])
            Assert.All(parameter.Gradient!.Span.ToArray(), slope => Assert.Equal(0, slope));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        using var tape = new Tape();
        using Parameter h = new("h", new Shape(2, 3)), rows = new("rows", new Shape(4, 3)), narrow = new("narrow", new Shape(4, 2));
        var fitting = new SampledCandidates(new int[2], new int[4], new float[4]);
        Check.Refused("2 targets of rows [4, 3] for encodings [2, 3]", () => SampledCrossEntropy.Apply(tape, h, rows, rows, fitting, 1));
        Check.Refused(
            "1 targets of rows [2, 3] for encodings [2, 3]",
            () => SampledCrossEntropy.Apply(tape, h, h, rows, fitting with { Targets = new int[1] }, 1));
        Check.Refused("widths differ: encodings [2, 3], negatives [4, 2]", () => SampledCrossEntropy.Apply(tape, h, h, narrow, fitting, 1));
        Check.Refused(
            "3 negatives and 4 counts for rows [4, 3]",
            () => SampledCrossEntropy.Apply(tape, h, h, rows, fitting with { Negatives = new int[3] }, 1));
        Check.Refused(
            "4 negatives and 3 counts for rows [4, 3]",
            () => SampledCrossEntropy.Apply(tape, h, h, rows, fitting with { LogCounts = new float[3] }, 1));
    }

    // With the encoding 1 the rows' values are the logits.
    private static double OfLogits(float own, float[] drawn, SampledCandidates candidates)
    {
        using var tape = new Tape();
        using Parameter h = Values.Parameter(new Shape(1, 1), 1);
        using Parameter target = Values.Parameter(new Shape(1, 1), own);
        using Parameter rows = Values.Parameter(new Shape(drawn.Length, 1), drawn);
        tape.BeginTraining(0);
        double loss = SampledCrossEntropy.Apply(tape, h, target, rows, candidates, 1);
        Assert.All(h.Gradient!.Span.ToArray().Concat(rows.Gradient!.Span.ToArray()), slope => Assert.True(float.IsFinite(slope)));
        return loss;
    }

    private static void AssertClose(Parameter expected, Parameter actual) =>
        new GoldenTensor("gradient", [], Values.ToDouble(expected.Gradient!.Span)).AssertClose(actual.Gradient!.Span, 1e-4);

    private static Arbitrary<(int Batch, int Items, ulong Seed, int First)> Problems() =>
        (from batch in Gen.Choose(1, 9)
         from items in Gen.Choose(2, 400)
         from seed in Gen.Choose(1, 1000)
         from first in Gen.Choose(0, items - 1)
         select (batch, items, (ulong)seed, first)).ToArbitrary();
}
