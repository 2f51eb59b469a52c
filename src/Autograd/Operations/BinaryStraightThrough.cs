using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// y[k, ·] = s_k·sign(x[k, ·]), s_k the mean of |x[k, ·]|: a core of a tensor train in one bit a number, for that s_k loses the least of
/// the squares (Rastegari et al., ECCV 2016).
/// </summary>
/// <remarks>
/// dx += dy, straight through: signs have no slope, so the latent weights behind them are moved by what the signs are asked to do
/// (Bengio et al., 2013).
/// </remarks>
public sealed partial class BinaryStraightThrough : Operation
{
    private Variable x = null!;

    /// <summary>Computes and records y.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">[r, ...], a row for each scale.</param>
    /// <returns>y, of the same shape.</returns>
    public static Variable Apply(Tape tape, Variable x)
    {
        Variable y = tape.Result(x.Shape, x);
        int rows = x.Shape[0], columns = x.Value.Length / rows;
        ParallelRows.Run(rows, 2L * columns, new ForwardWork(x.Value, y.Value, columns));
        if (y.NeedsGradient) tape.Record<BinaryStraightThrough>(y).x = x;
        return y;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        if (tape.GradientOf(x) is { } dx) ParallelRows.Run(dx.Length, ParallelRows.Cheap, new BackwardWork(OutputGradient, dx));
    }

    private readonly struct ForwardWork(Tensor x, Tensor y, int columns) : IRangeWork
    {
        public void Run(int from, int to)
        {
            for (int row = from; row < to; row++)
            {
                ReadOnlySpan<float> source = x.Span.Slice(row * columns, columns);
                Binarization.Run(Binarization.SumOfMagnitudes(source) / columns, source, y.Span.Slice(row * columns, columns));
            }
        }
    }

    private readonly struct BackwardWork(Tensor dy, Tensor dx) : IRangeWork
    {
        public void Run(int from, int to) => Add.Run(dy.Span[from..to], dx.Span[from..to]);
    }
}
