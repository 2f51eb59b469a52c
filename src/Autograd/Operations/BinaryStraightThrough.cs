using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// y[k, ·] = s_k·sign(x[k, ·]), s_k the mean of |x[k, ·]|: a core of a tensor train in one bit a number, for that s_k loses the least of
/// the squares (Rastegari et al., ECCV 2016).
/// </summary>
/// <remarks>
/// Where ranks share the columns, the sums are over those of all ranks, and y is right where x is.
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
        Tensor sums = tape.Arena.Rent(new Shape(rows));
        ParallelRows.Run(rows, columns, new SumWork(x.Value, sums, columns, tape.Sharing));
        tape.Sharing.Sum(sums.Span);
        ParallelRows.Run(rows, columns, new ForwardWork(x.Value, y.Value, sums, columns));
        if (y.NeedsGradient) tape.Record<BinaryStraightThrough>(y).x = x;
        return y;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        if (tape.GradientOf(x) is { } dx) ParallelRows.Run(dx.Length, ParallelRows.Cheap, new BackwardWork(OutputGradient, dx));
    }

    // Of this rank's slices of each row, in the order of the tree.
    private readonly struct SumWork(Tensor x, Tensor sums, int columns, Sharing sharing) : IRangeWork
    {
        public void Run(int from, int to)
        {
            for (int row = from; row < to; row++) sums.Span[row] = SumOf(row, sharing.From, sharing.To - sharing.From);
        }

        private float SumOf(int row, int slice, int count)
        {
            if (count > 1) return SumOf(row, slice, count / 2) + SumOf(row, slice + (count / 2), count / 2);
            int first = Sharing.FirstItem(slice, columns), end = Sharing.FirstItem(slice + 1, columns);
            return Binarization.SumOfMagnitudes(x.Span.Slice((row * columns) + first, end - first));
        }
    }

    private readonly struct ForwardWork(Tensor x, Tensor y, Tensor sums, int columns) : IRangeWork
    {
        public void Run(int from, int to)
        {
            for (int row = from; row < to; row++)
                Binarization.Run(sums.Span[row] / columns, x.Span.Slice(row * columns, columns), y.Span.Slice(row * columns, columns));
        }
    }

    private readonly struct BackwardWork(Tensor dy, Tensor dx) : IRangeWork
    {
        public void Run(int from, int to) => Add.Run(dy.Span[from..to], dx.Span[from..to]);
    }
}
