using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class ActivationTests
{
    private static readonly Shape Shape = new(3, 11);

    [Fact]
    public void Gelu_agrees_with_the_twin() =>
        Check.Gradients((tape, x) => GeluActivation.Apply(tape, x[0]), x => GeluActivation.Reference<double>(x[0]), Shape);

    [Fact]
    public void Tanh_agrees_with_the_twin() =>
        Check.Gradients((tape, x) => TanhActivation.Apply(tape, x[0]), x => TanhActivation.Reference<double>(x[0]), Shape);

    [Fact]
    public void Worked_numbers()
    {
        using var tape = new Tape();
        using Parameter x = Values.Parameter(new Shape(2), 1f, MathF.Log(3));
        tape.BeginInference();
        Assert.Equal(0.8413447f, GeluActivation.Apply(tape, x).Value.Span[0], 1e-6f);
        Assert.Equal(0.8f, TanhActivation.Apply(tape, x).Value.Span[1], 1e-6f);
    }
}
