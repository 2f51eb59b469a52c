using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>y = x·Φ(x) with Φ(x) = ½(1 + erf(x/√2)): the Gaussian error linear unit, exact.</summary>
/// <remarks>dx += dy ⊙ (Φ(x) + x·φ(x)) with φ(x) = exp(−x²/2)/√(2π). (Hendrycks, Gimpel, 2016.)</remarks>
public sealed partial class GeluActivation : Operation, IPointwise
{
    private Variable x = null!;

    /// <summary>Computes and records y.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Any shape.</param>
    /// <returns>y, of the same shape.</returns>
    public static Variable Apply(Tape tape, Variable x)
    {
        Variable y = Pointwise.Forward<GeluActivation>(tape, x);
        if (y.NeedsGradient) tape.Record<GeluActivation>(y).x = x;
        return y;
    }

    static void IPointwise.Forward(ReadOnlySpan<float> x, Span<float> y) => Gelu.Run(x, y);

    static void IPointwise.Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Gelu.Backward(x, dy, dx);

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        if (tape.GradientOf(x) is { } dx) Pointwise.Backward<GeluActivation>(x.Value, Output.Value, OutputGradient, dx);
    }
}
