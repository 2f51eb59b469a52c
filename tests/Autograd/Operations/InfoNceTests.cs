using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class InfoNceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(11)]
    public void Value_and_gradient_agree_with_the_twin(int n)
    {
        GradientReport report = GradientCheck.RunLoss(
            (tape, x) => InfoNce.Apply(tape, x[0], 1), x => InfoNce.Reference<double>(x[0], n), [new Shape(n, n)]);
        Assert.True(report.Worst < 1e-5, $"{report.ValueError} {report.GradientErrors[0]}");
    }

    [Fact]
    public void Worked_numbers()
    {
        // Rows (0, ln 3) and (0, 0): p = (1/4, 3/4) and (1/2, 1/2), losses ln 4 and ln 2.
        using var tape = new Tape();
        using Parameter z = Values.Parameter(new Shape(2, 2), 0, (float)Math.Log(3), 0, 0);
        tape.BeginTraining(0);
        Assert.Equal((Math.Log(4) + Math.Log(2)) / 2, InfoNce.Apply(tape, z, 4), 1e-6);
        Assert.Equal(2 * (Math.Log(4) + Math.Log(2)), tape.TotalLoss, 1e-5);
        float[] expected = [-1.5f, 1.5f, 1, -1];
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], z.Gradient!.Span[i], 1e-6f);
    }

    [Property]
    public Property The_loss_is_not_negative_and_a_shift_of_all_similarities_leaves_it() =>
        Prop.ForAll(Inputs(), input =>
        {
            (float[] similarities, int count, float shift) = input;
            double loss = Loss(similarities, count), shifted = Loss([.. similarities.Select(z => z + shift)], count);
            Assert.True(loss >= 0 && double.IsFinite(loss), $"{loss}");
            Assert.Equal(loss, shifted, 1e-3);
        });

    [Fact]
    public void No_rows_are_a_loss_of_zero() => Assert.Equal(0, Loss([], 0));

    [Fact]
    public void Wrong_sizes_are_refused()
    {
        using var tape = new Tape();
        using var z = new Parameter("z", new Shape(2, 3));
        Check.Refused("similarities [2, 3]; they must be [n, n]", () => InfoNce.Apply(tape, z, 1));
    }

    private static double Loss(float[] similarities, int count)
    {
        using var tape = new Tape();
        using Parameter z = Values.Parameter(new Shape(count, count), similarities);
        tape.BeginInference();
        return InfoNce.Apply(tape, z, 1);
    }

    private static Arbitrary<(float[] Similarities, int Count, float Shift)> Inputs()
    {
        Gen<float> value = Gen.Choose(-30_000, 30_000).Select(i => i / 1000f);
        return (
            from count in Gen.Choose(1, 12)
            from similarities in value.ArrayOf(count * count)
            from shift in value
            select (similarities, count, shift)).ToArbitrary();
    }
}
