using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class CrossEntropyTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5)]
    [InlineData(4, 19)]
    public void Value_and_gradients_agree_with_the_twin(int rows, int classes)
    {
        int[] targets = [.. Enumerable.Range(0, rows).Select(row => row * 7 % classes)];
        GradientReport report = GradientCheck.RunLoss(
            (tape, x) => CrossEntropy.Apply(tape, x[0], targets, 1), x => CrossEntropy.Reference<double>(x[0], targets), [new Shape(rows, classes)]);
        Assert.True(report.Worst < 1e-5 || classes == 1, $"{report.ValueError} {report.GradientErrors[0]}");
        if (classes == 1) Assert.Equal(0, report.ValueError, 1e-6);
    }

    [Fact]
    public void The_weight_scales_gradient_and_total_but_not_the_returned_loss()
    {
        using var tape = new Tape();
        using Parameter logits = Values.Parameter(new Shape(1, 2), 5, 5);
        tape.BeginTraining(0);
        Assert.Equal(Math.Log(2), CrossEntropy.Apply(tape, logits, new[] { 1 }, 3), 1e-6);
        tape.Backward();
        Assert.Equal(3 * Math.Log(2), tape.TotalLoss, 1e-6);
        Assert.Equal([1.5f, -1.5f], logits.Gradient!.Span.ToArray());
    }

    [Property]
    public Property The_loss_is_not_negative_and_a_shift_of_all_logits_leaves_it() =>
        Prop.ForAll(Rows(), input =>
        {
            (float[] logits, int target, float shift) = input;
            double loss = Loss(logits, target), shifted = Loss([.. logits.Select(z => z + shift)], target);
            Assert.True(loss >= 0 && double.IsFinite(loss), $"{loss}");
            Assert.Equal(loss, shifted, 1e-3);
        });

    [Fact]
    public void No_rows_are_a_loss_of_zero()
    {
        using var tape = new Tape();
        using var logits = new Parameter("logits", new Shape(0, 3));
        tape.BeginTraining(0);
        Assert.Equal(0, CrossEntropy.Apply(tape, logits, ReadOnlyMemory<int>.Empty, 1));
    }

    [Fact]
    public void Wrong_targets_are_refused()
    {
        using var tape = new Tape();
        using var logits = new Parameter("logits", new Shape(2, 3));
        Check.Refused("target 3 is no class of logits [2, 3]", () => CrossEntropy.Apply(tape, logits, new[] { 0, 3 }, 1));
        Check.Refused("1 targets for logits [2, 3]", () => CrossEntropy.Apply(tape, logits, new[] { 0 }, 1));
    }

    private static double Loss(float[] logits, int target)
    {
        using var tape = new Tape();
        using Parameter z = Values.Parameter(new Shape(1, logits.Length), logits);
        tape.BeginInference();
        return CrossEntropy.Apply(tape, z, new[] { target }, 1);
    }

    private static Arbitrary<(float[] Logits, int Target, float Shift)> Rows()
    {
        Gen<float> value = Gen.Choose(-30_000, 30_000).Select(i => i / 1000f);
        return Arb.From(
            from count in Gen.Choose(1, 40)
            from logits in Gen.ArrayOf(value, count)
            from target in Gen.Choose(0, count - 1)
            from shift in value
            select (logits, target, shift));
    }
}
