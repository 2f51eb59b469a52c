using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>y = x·Wᵀ + b.</summary>
/// <remarks>dx += dy·W, dW += dyᵀ·x, db += Σ over rows of dy.</remarks>
public sealed partial class Linear : Operation
{
    private Variable x = null!, weight = null!;
    private Variable? bias;

    /// <summary>Computes and records y = x·Wᵀ + b.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">[n, in].</param>
    /// <param name="weight">W, [out, in], row-major.</param>
    /// <param name="bias">b, [out], or null.</param>
    /// <returns>y, [n, out].</returns>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Variable Apply(Tape tape, Variable x, Variable weight, Variable? bias = null)
    {
        if (bias is not null && bias.Value.Length != weight.Rows)
            throw new ArgumentException($"Linear: the bias has {bias.Shape}, the weight {weight.Shape}.");
        Variable y = tape.Result(new Shape(x.Rows, weight.Rows), x, weight, bias);
        MatrixProduct.Multiply(x.Value, weight.Value, y.Value, transposeB: true);
        for (int row = 0; bias is not null && row < y.Rows; row++) Add.Run(bias.Value.Span, y.Value.Row(row));
        if (y.NeedsGradient)
        {
            Linear record = tape.Record<Linear>(y);
            (record.x, record.weight, record.bias) = (x, weight, bias);
        }

        return y;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        if (tape.GradientOf(x) is { } dx) MatrixProduct.Multiply(OutputGradient, weight.Value, dx, accumulate: true);
        if (tape.GradientOf(weight) is { } dWeight)
            MatrixProduct.Multiply(OutputGradient, x.Value, dWeight, transposeA: true, accumulate: true);
        if (tape.GradientOf(bias) is not { } dBias) return;
        for (int row = 0; row < OutputGradient.Rows; row++) Add.Run(OutputGradient.Row(row), dBias.Span);
    }
}
