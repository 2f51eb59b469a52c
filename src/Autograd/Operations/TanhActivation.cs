using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>y = tanh(x).</summary>
/// <remarks>dx += dy ⊙ (1 − y²).</remarks>
public sealed partial class TanhActivation : Operation, IPointwise
{
    private Variable x = null!;

    /// <summary>Computes and records y.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Any shape.</param>
    /// <returns>y, of the same shape.</returns>
    public static Variable Apply(Tape tape, Variable x)
    {
        Variable y = Pointwise.Forward<TanhActivation>(tape, x);
        if (y.NeedsGradient) tape.Record<TanhActivation>(y).x = x;
        return y;
    }

    static void IPointwise.Forward(ReadOnlySpan<float> x, Span<float> y) => Tanh.Run(x, y);

    static void IPointwise.Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Tanh.Backward(y, dy, dx);

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        if (tape.GradientOf(x) is { } dx) Pointwise.Backward<TanhActivation>(x.Value, Output.Value, OutputGradient, dx);
    }
}
