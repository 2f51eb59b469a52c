using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class DropoutTests
{
    private static float[] Forward(ulong seed, uint step, float rate, int count)
    {
        using var tape = new Tape(seed);
        using Parameter x = Values.Parameter(new Shape(count), [.. Enumerable.Repeat(1f, count)]);
        tape.BeginTraining(step);
        return Dropout.Apply(tape, x, rate).Value.Span.ToArray();
    }

    [Theory]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    [InlineData(0.9f)]
    public void Kept_values_are_scaled_and_as_many_as_the_rate_says(float rate)
    {
        const int Count = 200_001;
        float[] y = Forward(1, 0, rate, Count);
        Assert.All(y, value => Assert.True(value == 0 || Math.Abs(value - (1 / (1 - rate))) < 1e-5));
        double deviation = Math.Sqrt(rate * (1 - rate) / Count);
        Assert.Equal(1 - rate, y.Count(value => value != 0) / (double)Count, 5 * deviation);
    }

    [Fact]
    public void A_mask_drawn_in_pieces_is_that_of_the_twin()
    {
        const int Count = 50_003;
        float[] expected = Dropout.Reference<float>(Enumerable.Repeat(1f, Count).ToArray(), 0.25f, new Philox(1, 2));
        Assert.Equal(expected, Forward(1, 2, 0.25f, Count));
    }

    [Fact]
    public void Seed_step_and_place_choose_the_mask()
    {
        float[] mask = Forward(7, 3, 0.5f, 1001);
        Assert.Equal(mask, Forward(7, 3, 0.5f, 1001));
        Assert.NotEqual(mask, Forward(7, 4, 0.5f, 1001));
        Assert.NotEqual(mask, Forward(8, 3, 0.5f, 1001));
        Assert.Equal(mask[..500], Forward(7, 3, 0.5f, 500));

        using var tape = new Tape(7);
        using Parameter x = Values.Parameter(new Shape(1001), [.. Enumerable.Repeat(1f, 1001)]);
        tape.BeginTraining(3);
        Assert.Equal(mask, Dropout.Apply(tape, x, 0.5f).Value.Span.ToArray());
        Assert.NotEqual(mask, Dropout.Apply(tape, x, 0.5f).Value.Span.ToArray());
    }

    [Fact]
    public void Value_and_gradient_agree_with_the_twin() =>
        Check.GradientsOfSeed(
            seed => ((tape, x) => Dropout.Apply(tape, x[0], 0.3f), x => Dropout.Reference<double>(x[0], 0.3f, new Philox(seed))),
            new Shape(5, 7));

    [Fact]
    public void Inference_and_rate_zero_leave_the_value_as_it_is()
    {
        using var tape = new Tape();
        using var x = new Parameter("x", new Shape(3));
        tape.BeginInference();
        Assert.Same(x, Dropout.Apply(tape, x, 0.5f));
        tape.BeginTraining(0);
        Assert.Same(x, Dropout.Apply(tape, x, 0));
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1f)]
    [InlineData(float.NaN)]
    public void A_rate_out_of_range_is_refused(float rate)
    {
        using var tape = new Tape();
        using var x = new Parameter("x", new Shape(3));
        Check.Refused("expected 0 to below 1", () => Dropout.Apply(tape, x, rate));
    }
}
