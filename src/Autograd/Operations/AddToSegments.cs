using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>y_l = x_l + s_b for every row l of segment b.</summary>
/// <remarks>dx_l += dy_l; ds_b += Σ_l dy_l.</remarks>
public sealed partial class AddToSegments : Operation
{
    private Variable x = null!, perSegment = null!;
    private ReadOnlyMemory<int> offsets;

    /// <summary>Computes and records y.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">[n, d].</param>
    /// <param name="perSegment">s, [B, d].</param>
    /// <param name="offsets">[B + 1]; segment b has rows offsets[b] to offsets[b + 1] − 1. Must stay until the reset.</param>
    /// <returns>y, [n, d].</returns>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Variable Apply(Tape tape, Variable x, Variable perSegment, ReadOnlyMemory<int> offsets)
    {
        Segments.Check(offsets.Span, x.Shape, nameof(AddToSegments));
        if (perSegment.Columns != x.Columns || perSegment.Rows != offsets.Length - 1)
            throw new ArgumentException($"AddToSegments: rows {x.Shape} in {offsets.Length - 1} segments, per segment {perSegment.Shape}.");
        Variable y = tape.Result(x.Shape, x, perSegment);
        ParallelRows.Run(perSegment.Rows, Segments.WorkASegment(offsets.Span, x.Shape), new ForwardWork(x.Value, perSegment.Value, offsets, y.Value));
        if (y.NeedsGradient)
        {
            AddToSegments record = tape.Record<AddToSegments>(y);
            (record.x, record.perSegment, record.offsets) = (x, perSegment, offsets);
        }

        return y;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        if (tape.GradientOf(x) is { } dx) Add.Run(OutputGradient.Span, dx.Span);
        if (tape.GradientOf(perSegment) is { } dPerSegment)
            ParallelRows.Run(perSegment.Rows, Segments.WorkASegment(offsets.Span, x.Shape), new BackwardWork(OutputGradient, offsets, dPerSegment));
    }

    private readonly struct ForwardWork(Tensor x, Tensor perSegment, ReadOnlyMemory<int> offsets, Tensor y) : IRangeWork
    {
        public void Run(int from, int to)
        {
            for (int b = from; b < to; b++)
            {
                for (int l = offsets.Span[b]; l < offsets.Span[b + 1]; l++)
                {
                    x.Row(l).CopyTo(y.Row(l));
                    Add.Run(perSegment.Row(b), y.Row(l));
                }
            }
        }
    }

    private readonly struct BackwardWork(Tensor dy, ReadOnlyMemory<int> offsets, Tensor dPerSegment) : IRangeWork
    {
        public void Run(int from, int to)
        {
            for (int b = from; b < to; b++)
            {
                for (int l = offsets.Span[b]; l < offsets.Span[b + 1]; l++) Add.Run(dy.Row(l), dPerSegment.Row(b));
            }
        }
    }
}
