using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class InfoNceTests
{
    [Theory]
    [InlineData(new[] { 0, 1 })]
    [InlineData(new[] { 5, 2, 5, 7, 2, 5, 1 })]
    [InlineData(new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9 })]
    public void Value_and_gradient_agree_with_the_twin(int[] groups)
    {
        GradientReport report = GradientCheck.RunLoss(
            (tape, x) => InfoNce.Apply(tape, x[0], groups, 1), x => InfoNce.Reference<double>(x[0], groups), [new Shape(groups.Length, groups.Length)]);
        Assert.True(report.Worst < 1e-5, $"{report.ValueError} {report.GradientErrors[0]}");
    }

    [Fact]
    public void Candidates_of_the_anchor_s_group_do_not_count()
    {
        using var tape = new Tape();
        using Parameter z = Values.Parameter(new Shape(3, 3), 5, 5, 5, 5, 5, 5, 5, 5, 5);
        tape.BeginTraining(0);
        Assert.Equal(Math.Log(3), InfoNce.Apply(tape, z, new[] { 0, 1, 2 }, 0), 1e-6);
        Assert.Equal(((2 * Math.Log(2)) + Math.Log(3)) / 3, InfoNce.Apply(tape, z, new[] { 4, 4, 1 }, 6), 1e-6);
        Assert.Equal((2 * Math.Log(4)) + Math.Log(9), tape.TotalLoss, 1e-5);
        float[] expected = [-1, 0, 1, 0, -1, 1, 2 / 3f, 2 / 3f, -4 / 3f];
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], z.Gradient!.Span[i], 1e-6f);
    }

    [Fact]
    public void An_anchor_without_other_candidates_has_no_loss()
    {
        using var tape = new Tape();
        using Parameter z = Values.Parameter(new Shape(2, 2), 1, 9, 9, 2);
        tape.BeginTraining(0);
        Assert.Equal(0, InfoNce.Apply(tape, z, new[] { 3, 3 }, 1));
        Assert.Equal(new float[4], z.Gradient!.Span.ToArray());
    }

    [Property]
    public Property The_loss_is_not_negative_and_a_shift_of_all_similarities_leaves_it() =>
        Prop.ForAll(Inputs(), input =>
        {
            (float[] similarities, int[] groups, float shift) = input;
            double loss = Loss(similarities, groups), shifted = Loss([.. similarities.Select(z => z + shift)], groups);
            Assert.True(loss >= 0 && double.IsFinite(loss), $"{loss}");
            Assert.Equal(loss, shifted, 1e-3);
        });

    [Fact]
    public void No_rows_are_a_loss_of_zero() => Assert.Equal(0, Loss([], []));

    [Fact]
    public void Wrong_sizes_are_refused()
    {
        using var tape = new Tape();
        using var z = new Parameter("z", new Shape(2, 3));
        using var square = new Parameter("square", new Shape(2, 2));
        Check.Refused("similarities [2, 3], 2 groups", () => InfoNce.Apply(tape, z, new[] { 0, 1 }, 1));
        Check.Refused("similarities [2, 2], 3 groups", () => InfoNce.Apply(tape, square, new[] { 0, 1, 2 }, 1));
    }

    private static double Loss(float[] similarities, int[] groups)
    {
        using var tape = new Tape();
        using Parameter z = Values.Parameter(new Shape(groups.Length, groups.Length), similarities);
        tape.BeginInference();
        return InfoNce.Apply(tape, z, groups, 1);
    }

    private static Arbitrary<(float[] Similarities, int[] Groups, float Shift)> Inputs()
    {
        Gen<float> value = Gen.Choose(-30_000, 30_000).Select(i => i / 1000f);
        return (
            from count in Gen.Choose(1, 12)
            from similarities in value.ArrayOf(count * count)
            from groups in Gen.Choose(0, 5).ArrayOf(count)
            from shift in value
            select (similarities, groups, shift)).ToArbitrary();
    }
}
