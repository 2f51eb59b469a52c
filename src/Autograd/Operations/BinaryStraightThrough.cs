using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>y[v, r] = s·sign(x[v, r]): binary codes, the rows of which are items and the columns bits.</summary>
/// <remarks>
/// dx is dy, straight through: signs have no slope, so the latent weights behind them are moved by what the signs are asked to do
/// (Bengio et al., 2013).
/// </remarks>
public static partial class BinaryStraightThrough
{
    /// <summary>Computes y.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">[n, r].</param>
    /// <param name="scale">s, not below 0.</param>
    /// <returns>y, [n, r].</returns>
    public static Variable Apply(Tape tape, Variable x, float scale) => Apply(tape, x, scale, 0, x.Rows, []);

    /// <summary>Computes y where it is asked for: of the rows of a range, and of some besides.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">[n, r].</param>
    /// <param name="scale">s, not below 0.</param>
    /// <param name="from">The first row of the range.</param>
    /// <param name="to">The row behind its last.</param>
    /// <param name="others">Rows besides.</param>
    /// <returns>y, [n, r], undefined in all other rows.</returns>
    public static Variable Apply(Tape tape, Variable x, float scale, int from, int to, ReadOnlySpan<int> others)
    {
        Variable y = tape.Through(x);
        var work = new ForwardWork(x.Value, scale, y.Value, from);
        ParallelRows.Run(to - from, (long)x.Columns * ParallelRows.Cheap, work);
        foreach (int row in others) work.Run(row);
        return y;
    }

    private readonly struct ForwardWork(Tensor x, float scale, Tensor y, int first) : IRangeWork
    {
        public void Run(int from, int to)
        {
            for (int row = from; row < to; row++) Run(first + row);
        }

        public void Run(int row) => Binarization.Run(scale, x.Row(row), y.Row(row));
    }
}
