using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>y = σ(x) = 1/(1 + e⁻ˣ).</summary>
/// <remarks>dx += dy ⊙ y ⊙ (1 − y).</remarks>
public sealed partial class SigmoidActivation : Operation, IPointwise
{
    private Variable x = null!;

    /// <summary>Computes and records y.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Any shape.</param>
    /// <returns>y, of the same shape.</returns>
    public static Variable Apply(Tape tape, Variable x)
    {
        Variable y = Pointwise.Forward<SigmoidActivation>(tape, x);
        if (y.NeedsGradient) tape.Record<SigmoidActivation>(y).x = x;
        return y;
    }

    static void IPointwise.Forward(ReadOnlySpan<float> x, Span<float> y) => Sigmoid.Run(x, y);

    static void IPointwise.Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Sigmoid.Backward(y, dy, dx);

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        if (tape.GradientOf(x) is { } dx) Pointwise.Backward<SigmoidActivation>(x.Value, Output.Value, OutputGradient, dx);
    }
}
