using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>y_i = s·x_i/max(‖x_i‖₂, 1e-6): rows of length s; a row of zeros stays.</summary>
/// <remarks>
/// dx_i += (s·dy_i − y_i·(y_i·dy_i)/s)/‖x_i‖; where the norm is below 1e-6 the divisor is constant: dx_i += s·dy_i/1e-6.
/// </remarks>
public sealed partial class NormalizeRows : Operation
{
    private const float SmallestNorm = 1e-6f;

    private Variable x = null!;
    private Tensor norms = null!;
    private float length;

    /// <summary>Computes and records the normalized rows.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">[n, d].</param>
    /// <param name="length">s, above 0.</param>
    /// <returns>y, [n, d].</returns>
    public static Variable Apply(Tape tape, Variable x, float length = 1)
    {
        Variable y = tape.Result(x.Shape, x);
        Tensor norms = tape.Arena.Rent(new Shape(x.Rows));
        ParallelRows.Run(x.Rows, x.Columns, new ForwardWork(x.Value, length, norms, y.Value));
        if (y.NeedsGradient)
        {
            NormalizeRows record = tape.Record<NormalizeRows>(y);
            (record.x, record.norms, record.length) = (x, norms, length);
        }

        return y;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        if (tape.GradientOf(x) is { } dx)
            ParallelRows.Run(dx.Rows, 2L * dx.Columns, new BackwardWork(Output.Value, OutputGradient, length, norms, dx));
    }

    private readonly struct ForwardWork(Tensor x, float length, Tensor norms, Tensor y) : IRangeWork
    {
        public void Run(int from, int to)
        {
            for (int row = from; row < to; row++)
            {
                Span<float> source = x.Row(row), result = y.Row(row);
                norms.Span[row] = MathF.Sqrt(Dot.Run(source, source));
                source.CopyTo(result);
                Scale.Run(length / MathF.Max(norms.Span[row], SmallestNorm), result);
            }
        }
    }

    private readonly struct BackwardWork(Tensor y, Tensor dy, float length, Tensor norms, Tensor dx) : IRangeWork
    {
        public void Run(int from, int to)
        {
            for (int row = from; row < to; row++)
            {
                float norm = norms.Span[row], inverse = 1f / MathF.Max(norm, SmallestNorm);
                Span<float> result = y.Row(row), slope = dy.Row(row);
                Axpy.Run(length * inverse, slope, dx.Row(row));
                if (norm >= SmallestNorm) Axpy.Run(-inverse / length * Dot.Run(result, slope), result, dx.Row(row));
            }
        }
    }
}
