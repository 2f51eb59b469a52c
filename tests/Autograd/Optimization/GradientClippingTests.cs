using OnDeviceRec.Autograd.Optimization;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class GradientClippingTests
{
    [Fact]
    public void Gradients_of_norm_five_are_scaled_to_one()
    {
        using Parameter a = WithGradient(3), b = WithGradient(4);
        Assert.Equal(5, GradientClipping.ClipNorm([a, b], 1));
        Assert.Equal(0.6f, a.Gradient!.Span[0], 1e-6f);
        Assert.Equal(0.8f, b.Gradient!.Span[0], 1e-6f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(1000)]
    public void The_norm_runs_over_all_values_and_a_smaller_one_is_left_alone(int count)
    {
        float[] gradient = Values.Uniform(count, 3);
        using Parameter parameter = WithGradient(gradient);
        double norm = GradientClipping.ClipNorm([parameter], 1e6);
        Assert.Equal(Math.Sqrt(gradient.Sum(g => (double)g * g)), norm, 1e-9);
        Assert.Equal(gradient, parameter.Gradient!.Span.ToArray());
        GradientClipping.ClipNorm([parameter], norm / 2);
        Assert.Equal(norm / 2, GradientClipping.ClipNorm([parameter], norm), 1e-5);
    }

    [Fact]
    public void Frozen_parameters_do_not_count()
    {
        using Parameter a = WithGradient(3), b = WithGradient(4);
        b.Frozen = true;
        Assert.Equal(3, GradientClipping.ClipNorm([a, b], 1));
        Assert.Equal(4, b.Gradient!.Span[0]);
    }

    [Fact]
    public void Squares_beyond_float_do_not_overflow()
    {
        using Parameter parameter = WithGradient(3e30f, 4e30f);
        Assert.Equal(5e30, GradientClipping.ClipNorm([parameter], 1), 1e24);
        Assert.Equal(0.6f, parameter.Gradient!.Span[0], 1e-6f);
    }

    [Fact]
    public void A_norm_that_is_not_finite_is_returned_and_scales_nothing()
    {
        using Parameter parameter = WithGradient(1, float.NaN);
        Assert.Equal(double.NaN, GradientClipping.ClipNorm([parameter], 0.5));
        Assert.Equal(1, parameter.Gradient!.Span[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_largest_norm_of_zero_or_less_is_refused(double maxNorm) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ClipNorm([], maxNorm));

    private static Parameter WithGradient(params float[] gradient)
    {
        var parameter = new Parameter("test", new Shape(gradient.Length));
        gradient.CopyTo(parameter.Gradient!.Span);
        return parameter;
    }
}
