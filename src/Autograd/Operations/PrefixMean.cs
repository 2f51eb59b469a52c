using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>m_b = 1/T_b · Σ_l x_l over the T_b rows of prefix b; 0 for an empty prefix.</summary>
/// <remarks>dx_l += dm_b/T_b for every row l of b.</remarks>
public sealed partial class PrefixMean : Operation
{
    private Variable x = null!;
    private Prefixes prefixes;

    /// <summary>Computes and records the means.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">[n, d].</param>
    /// <param name="prefixes">B prefixes of the rows of x.</param>
    /// <returns>m, [B, d].</returns>
    /// <exception cref="ArgumentException">These are no prefixes of those rows.</exception>
    public static Variable Apply(Tape tape, Variable x, Prefixes prefixes)
    {
        prefixes.Check(x.Shape, nameof(PrefixMean));
        Variable mean = tape.Result(new Shape(prefixes.Count, x.Columns), x);
        ParallelRows.Run(prefixes.Sequences, Work(prefixes, x), new ForwardWork(x.Value, prefixes, mean.Value));
        if (mean.NeedsGradient)
        {
            PrefixMean record = tape.Record<PrefixMean>(mean);
            (record.x, record.prefixes) = (x, prefixes);
        }

        return mean;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        if (tape.GradientOf(x) is { } dx)
            ParallelRows.Run(prefixes.Sequences, Work(prefixes, x), new BackwardWork(OutputGradient, prefixes, dx));
    }

    private static long Work(Prefixes prefixes, Variable x) => prefixes.RowsASequence() * x.Columns;

    private readonly struct ForwardWork(Tensor x, Prefixes prefixes, Tensor mean) : IRangeWork
    {
        public void Run(int from, int to)
        {
            ReadOnlySpan<int> offsets = prefixes.Offsets.Span, firsts = prefixes.Firsts.Span, lasts = prefixes.Lasts.Span;
            for (int s = from; s < to; s++)
            {
                // The sum of a prefix goes on from the sum of the one before.
                int l = offsets[s];
                for (int b = firsts[s]; b < firsts[s + 1]; b++)
                {
                    Span<float> sum = mean.Row(b);
                    if (b == firsts[s]) sum.Clear();
                    else mean.Row(b - 1).CopyTo(sum);
                    for (; l <= lasts[b]; l++) Add.Run(x.Row(l), sum);
                }

                for (int b = firsts[s]; b < firsts[s + 1]; b++)
                {
                    int count = lasts[b] + 1 - offsets[s];
                    if (count > 0) Scale.Run(1f / count, mean.Row(b));
                }
            }
        }
    }

    private readonly struct BackwardWork(Tensor dMean, Prefixes prefixes, Tensor dx) : IRangeWork
    {
        public void Run(int from, int to)
        {
            ReadOnlySpan<int> offsets = prefixes.Offsets.Span, firsts = prefixes.Firsts.Span, lasts = prefixes.Lasts.Span;
            for (int s = from; s < to; s++)
            {
                for (int b = firsts[s]; b < firsts[s + 1]; b++)
                {
                    float share = 1f / (lasts[b] + 1 - offsets[s]);
                    for (int l = offsets[s]; l <= lasts[b]; l++) Axpy.Run(share, dMean.Row(b), dx.Row(l));
                }
            }
        }
    }
}
