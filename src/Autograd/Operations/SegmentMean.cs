using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>m_b = 1/T_b · Σ_l x_l over the T_b rows of segment b; 0 for an empty segment.</summary>
/// <remarks>dx_l += dm_b/T_b for every row l of b.</remarks>
public sealed partial class SegmentMean : Operation
{
    private Variable x = null!;
    private ReadOnlyMemory<int> offsets;

    /// <summary>Computes and records the means.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">[n, d].</param>
    /// <param name="offsets">[B + 1]; segment b has rows offsets[b] to offsets[b + 1] − 1. Must stay until the reset.</param>
    /// <returns>m, [B, d].</returns>
    /// <exception cref="ArgumentException">The offsets do not divide the rows.</exception>
    public static Variable Apply(Tape tape, Variable x, ReadOnlyMemory<int> offsets)
    {
        Segments.Check(offsets.Span, x.Shape, nameof(SegmentMean));
        Variable mean = tape.Result(new Shape(offsets.Length - 1, x.Columns), x);
        ParallelRows.Run(mean.Rows, Segments.WorkASegment(offsets.Span, x.Shape), new ForwardWork(x.Value, offsets, mean.Value));
        if (mean.NeedsGradient)
        {
            SegmentMean record = tape.Record<SegmentMean>(mean);
            (record.x, record.offsets) = (x, offsets);
        }

        return mean;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        if (tape.GradientOf(x) is { } dx)
            ParallelRows.Run(Output.Rows, Segments.WorkASegment(offsets.Span, x.Shape), new BackwardWork(OutputGradient, offsets, dx));
    }

    private readonly struct ForwardWork(Tensor x, ReadOnlyMemory<int> offsets, Tensor mean) : IRangeWork
    {
        public void Run(int from, int to)
        {
            for (int b = from; b < to; b++)
            {
                int first = offsets.Span[b], end = offsets.Span[b + 1];
                mean.Row(b).Clear();
                for (int l = first; l < end; l++) Add.Run(x.Row(l), mean.Row(b));
                if (end > first) Scale.Run(1f / (end - first), mean.Row(b));
            }
        }
    }

    private readonly struct BackwardWork(Tensor dMean, ReadOnlyMemory<int> offsets, Tensor dx) : IRangeWork
    {
        public void Run(int from, int to)
        {
            for (int b = from; b < to; b++)
            {
                int first = offsets.Span[b], end = offsets.Span[b + 1];
                for (int l = first; l < end; l++) Axpy.Run(1f / (end - first), dMean.Row(b), dx.Row(l));
            }
        }
    }
}
