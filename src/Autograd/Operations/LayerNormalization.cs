using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>y = g ⊙ x̂ + b with x̂ = (x − μ)/√(σ² + ε), mean μ and variance σ² (by 1/d) of each row.</summary>
/// <remarks>
/// With u = dy ⊙ g and s = 1/√(σ² + ε): dx += s·(u − mean(u) − x̂·mean(u ⊙ x̂)); dg += Σ over rows of dy ⊙ x̂,
/// db += Σ over rows of dy. The two sums are taken piece by piece and the pieces added in order: the same bits with
/// any number of threads. (Ba, Kiros, Hinton, "Layer normalization", 2016.)
/// </remarks>
public sealed partial class LayerNormalization : Operation
{
    private const int WorkAValue = 4 * ParallelRows.Cheap;

    private Variable x = null!, gain = null!, bias = null!;
    private Tensor mean = null!, inverse = null!;

    /// <summary>Computes and records the normalized rows.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">[n, d].</param>
    /// <param name="gain">g, [d].</param>
    /// <param name="bias">b, [d].</param>
    /// <param name="epsilon">ε.</param>
    /// <returns>y, [n, d].</returns>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Variable Apply(Tape tape, Variable x, Variable gain, Variable bias, float epsilon = 1e-12f)
    {
        if (gain.Value.Length != x.Columns || bias.Value.Length != x.Columns)
            throw new ArgumentException($"LayerNormalization: rows of {x.Shape}, gain {gain.Shape}, bias {bias.Shape}.");
        Variable y = tape.Result(x.Shape, x, gain, bias);
        Tensor mean = tape.Arena.Rent(new Shape(x.Rows)), inverse = tape.Arena.Rent(new Shape(x.Rows));
        ParallelRows.Run(
            x.Rows, (long)x.Columns * WorkAValue, new ForwardWork(x.Value, gain.Value, bias.Value, epsilon, y.Value, mean, inverse));
        if (y.NeedsGradient)
        {
            LayerNormalization record = tape.Record<LayerNormalization>(y);
            (record.x, record.gain, record.bias, record.mean, record.inverse) = (x, gain, bias, mean, inverse);
        }

        return y;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        Tensor? dx = tape.GradientOf(x), dGain = tape.GradientOf(gain), dBias = tape.GradientOf(bias);
        Arena.Mark mark = tape.Arena.Here;
        int rows = x.Rows, rowsAPiece = ParallelRows.RowsAPiece(rows, (long)x.Columns * WorkAValue);
        var partShape = new Shape((rows + rowsAPiece - 1) / rowsAPiece, x.Columns);
        Tensor gainParts = tape.Arena.RentZeroed(partShape), biasParts = tape.Arena.RentZeroed(partShape);
        ParallelRows.Run(
            rows,
            (long)x.Columns * WorkAValue,
            new BackwardWork(this, OutputGradient, dx ?? tape.Arena.RentZeroed(x.Shape), gainParts, biasParts, rowsAPiece));
        for (int piece = 0; piece < partShape.Rows; piece++)
        {
            if (dGain is not null) Add.Run(gainParts.Row(piece), dGain.Span);
            if (dBias is not null) Add.Run(biasParts.Row(piece), dBias.Span);
        }

        tape.Arena.Release(mark);
    }

    private readonly struct ForwardWork(Tensor x, Tensor gain, Tensor bias, float epsilon, Tensor y, Tensor mean, Tensor inverse)
        : IRangeWork
    {
        public void Run(int from, int to)
        {
            for (int row = from; row < to; row++)
                LayerNorm.Run(x.Row(row), gain.Span, bias.Span, epsilon, y.Row(row), out mean.Span[row], out inverse.Span[row]);
        }
    }

    private readonly struct BackwardWork(
        LayerNormalization record, Tensor dy, Tensor dx, Tensor gainParts, Tensor biasParts, int rowsAPiece)
        : IRangeWork
    {
        public void Run(int from, int to)
        {
            int piece = from / rowsAPiece;
            for (int row = from; row < to; row++)
            {
                LayerNorm.Backward(
                    record.x.Value.Row(row),
                    record.gain.Value.Span,
                    record.mean.Span[row],
                    record.inverse.Span[row],
                    dy.Row(row),
                    dx.Row(row),
                    gainParts.Row(piece),
                    biasParts.Row(piece));
            }
        }
    }
}
