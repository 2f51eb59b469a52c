using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The loss Σ w·x with constant weights: what a gradient check differentiates.</summary>
/// <remarks>dx += w. A terminal: its gradient is added at once.</remarks>
public static class WeightedSum
{
    /// <summary>Adds the loss Σ w·x to the tape, with weight 1.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Any shape.</param>
    /// <param name="weights">w, one for every value of x.</param>
    /// <exception cref="ArgumentException">The counts differ.</exception>
    public static void Apply(Tape tape, Variable x, ReadOnlySpan<float> weights)
    {
        if (weights.Length != x.Value.Length) throw new ArgumentException($"WeightedSum: {weights.Length} weights for {x.Shape}.");
        tape.AddLoss(Dot.Run(weights, x.Value.Span), 1);
        if (tape.GradientOf(x) is Tensor dx) Add.Run(weights, dx.Span);
    }
}
