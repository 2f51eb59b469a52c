using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>y[v, r] = s[r]·sign(x[v, r]): binary codes, the rows of which are items and the columns bits, each bit with a scale.</summary>
/// <remarks>
/// dx is dy, straight through: signs have no slope, so the latent weights behind them are moved by what the signs are asked to do
/// (Bengio et al., 2013).
/// </remarks>
public static partial class BinaryStraightThrough
{
    /// <summary>Computes y.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">[n, r].</param>
    /// <param name="scales">s, [r], none below 0.</param>
    /// <returns>y, [n, r].</returns>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Variable Apply(Tape tape, Variable x, Tensor scales)
    {
        if (scales.Length != x.Columns) throw new ArgumentException($"BinaryStraightThrough: {scales.Length} scales for {x.Shape}.");
        Variable y = tape.Through(x);
        ParallelRows.Run(x.Rows, (long)x.Columns * ParallelRows.Cheap, new ForwardWork(x.Value, scales, y.Value));
        return y;
    }

    private readonly struct ForwardWork(Tensor x, Tensor scales, Tensor y) : IRangeWork
    {
        public void Run(int from, int to)
        {
            for (int row = from; row < to; row++) Binarization.Run(scales.Span, x.Row(row), y.Row(row));
        }
    }
}
