using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>y_b = Σ_l a_l·x_l over the rows of segment b; 0 for an empty segment.</summary>
/// <remarks>dx_l += a_l·dy_b; da_l += x_l·dy_b.</remarks>
public sealed partial class SegmentWeightedSum : Operation
{
    private Variable x = null!, weights = null!;
    private ReadOnlyMemory<int> offsets;

    /// <summary>Computes and records the sums.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">[n, d].</param>
    /// <param name="weights">a, [n] or [n, 1].</param>
    /// <param name="offsets">[B + 1]; segment b has rows offsets[b] to offsets[b + 1] − 1. Must stay until the reset.</param>
    /// <returns>y, [B, d].</returns>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Variable Apply(Tape tape, Variable x, Variable weights, ReadOnlyMemory<int> offsets)
    {
        Segments.Check(offsets.Span, x.Shape, nameof(SegmentWeightedSum));
        if (weights.Value.Length != x.Rows) throw new ArgumentException($"SegmentWeightedSum: rows {x.Shape}, weights {weights.Shape}.");
        Variable y = tape.Result(new Shape(offsets.Length - 1, x.Columns), x, weights);
        ParallelRows.Run(y.Rows, Segments.WorkASegment(offsets.Span, x.Shape), new ForwardWork(x.Value, weights.Value, offsets, y.Value));
        if (y.NeedsGradient)
        {
            SegmentWeightedSum record = tape.Record<SegmentWeightedSum>(y);
            (record.x, record.weights, record.offsets) = (x, weights, offsets);
        }

        return y;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        Tensor? dx = tape.GradientOf(x), dWeights = tape.GradientOf(weights);
        ParallelRows.Run(
            Output.Rows,
            2 * Segments.WorkASegment(offsets.Span, x.Shape),
            new BackwardWork(x.Value, weights.Value, offsets, OutputGradient, dx, dWeights));
    }

    private readonly struct ForwardWork(Tensor x, Tensor weights, ReadOnlyMemory<int> offsets, Tensor y) : IRangeWork
    {
        public void Run(int from, int to)
        {
            for (int b = from; b < to; b++)
            {
                y.Row(b).Clear();
                for (int l = offsets.Span[b]; l < offsets.Span[b + 1]; l++) Axpy.Run(weights.Span[l], x.Row(l), y.Row(b));
            }
        }
    }

    private readonly struct BackwardWork(Tensor x, Tensor weights, ReadOnlyMemory<int> offsets, Tensor dy, Tensor? dx, Tensor? dWeights) : IRangeWork
    {
        public void Run(int from, int to)
        {
            for (int b = from; b < to; b++)
            {
                for (int l = offsets.Span[b]; l < offsets.Span[b + 1]; l++)
                {
                    if (dx is not null) Axpy.Run(weights.Span[l], dy.Row(b), dx.Row(l));
                    if (dWeights is not null) dWeights.Span[l] += Dot.Run(x.Row(l), dy.Row(b));
                }
            }
        }
    }
}
