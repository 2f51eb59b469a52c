using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>y_i = x_i/max(‖x_i‖₂, 1e-12): rows of length one; a row of zeros stays.</summary>
/// <remarks>dx_i += (dy_i − y_i·(y_i·dy_i))/‖x_i‖; where the norm is below 1e-12 the divisor is constant: dx_i += dy_i/1e-12.</remarks>
public sealed partial class NormaliseRows : Operation
{
    private const float SmallestNorm = 1e-12f;

    private Variable x = null!;
    private Tensor norms = null!;

    /// <summary>Computes and records the normalised rows.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">[n, d].</param>
    /// <returns>y, [n, d].</returns>
    public static Variable Apply(Tape tape, Variable x)
    {
        Variable y = tape.Result(x.Shape, x);
        Tensor norms = tape.Arena.Rent(new Shape(x.Rows));
        for (int row = 0; row < x.Rows; row++)
        {
            Span<float> from = x.Value.Row(row), to = y.Value.Row(row);
            norms.Span[row] = MathF.Sqrt(Dot.Run(from, from));
            from.CopyTo(to);
            Scale.Run(1f / MathF.Max(norms.Span[row], SmallestNorm), to);
        }

        if (y.NeedsGradient)
        {
            NormaliseRows record = tape.Record<NormaliseRows>(y);
            (record.x, record.norms) = (x, norms);
        }

        return y;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        if (tape.GradientOf(x) is not { } dx) return;
        for (int row = 0; row < dx.Rows; row++)
        {
            float norm = norms.Span[row], inverse = 1f / MathF.Max(norm, SmallestNorm);
            Span<float> y = Output.Value.Row(row), dy = OutputGradient.Row(row);
            Axpy.Run(inverse, dy, dx.Row(row));
            if (norm >= SmallestNorm) Axpy.Run(-inverse * Dot.Run(y, dy), y, dx.Row(row));
        }
    }
}
