using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// c_bl = s·x_l·q_b + a[T_b − 1 − l] over the T_b rows of prefix b: how well a row suits a query, and how long ago it was; a[0] is the most
/// recent row's.
/// </summary>
/// <remarks>dx_l += s·dc_bl·q_b; dq_b += s·Σ_l dc_bl·x_l; da[T_b − 1 − l] += dc_bl, summed prefix by prefix on one thread.</remarks>
public sealed partial class PositionScores : Operation
{
    private Variable x = null!, queries = null!, ages = null!;
    private Prefixes prefixes;
    private float scale;

    /// <summary>Computes and records c.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">[n, d].</param>
    /// <param name="queries">q, [B, d].</param>
    /// <param name="ages">a, at least as long as the longest prefix.</param>
    /// <param name="scale">s.</param>
    /// <param name="prefixes">B prefixes of the rows of x.</param>
    /// <returns>c, [B, T] with T the longest prefix; 0 past a prefix's end.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Variable Apply(Tape tape, Variable x, Variable queries, Variable ages, float scale, Prefixes prefixes)
    {
        prefixes.Check(x.Shape, nameof(PositionScores));
        int longest = prefixes.Longest();
        if (queries.Rows != prefixes.Count || queries.Columns != x.Columns || ages.Value.Length < longest)
        {
            throw new ArgumentException(
                $"PositionScores: rows {x.Shape}, {prefixes.Count} prefixes of up to {longest} rows, queries {queries.Shape}, ages {ages.Shape}.");
        }

        Variable scores = tape.Result(new Shape(prefixes.Count, Math.Max(longest, 1)), x, queries, ages);
        ParallelRows.Run(
            prefixes.Sequences,
            prefixes.RowsASequence() * x.Columns,
            new ForwardWork(x.Value, queries.Value, ages.Value, scale, prefixes, scores.Value));
        if (scores.NeedsGradient)
        {
            PositionScores record = tape.Record<PositionScores>(scores);
            (record.x, record.queries, record.ages, record.scale, record.prefixes) = (x, queries, ages, scale, prefixes);
        }

        return scores;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        Tensor slopes = OutputGradient;
        ParallelRows.Run(
            prefixes.Sequences,
            2 * prefixes.RowsASequence() * x.Columns,
            new BackwardWork(x.Value, queries.Value, scale, prefixes, slopes, tape.GradientOf(x), tape.GradientOf(queries)));
        if (tape.GradientOf(ages) is not { } dAges) return;
        ReadOnlySpan<int> offsets = prefixes.Offsets.Span, firsts = prefixes.Firsts.Span, lasts = prefixes.Lasts.Span;
        for (int s = 0; s < prefixes.Sequences; s++)
        {
            for (int b = firsts[s]; b < firsts[s + 1]; b++)
            {
                for (int l = offsets[s]; l <= lasts[b]; l++) dAges.Span[lasts[b] - l] += slopes.Row(b)[l - offsets[s]];
            }
        }
    }

    private readonly struct ForwardWork(Tensor x, Tensor queries, Tensor ages, float scale, Prefixes prefixes, Tensor scores) : IRangeWork
    {
        public void Run(int from, int to)
        {
            ReadOnlySpan<int> offsets = prefixes.Offsets.Span, firsts = prefixes.Firsts.Span, lasts = prefixes.Lasts.Span;
            for (int s = from; s < to; s++)
            {
                for (int b = firsts[s]; b < firsts[s + 1]; b++)
                {
                    Span<float> c = scores.Row(b);
                    for (int l = offsets[s]; l <= lasts[b]; l++)
                        c[l - offsets[s]] = (scale * Dot.Run(x.Row(l), queries.Row(b))) + ages.Span[lasts[b] - l];
                    c[(lasts[b] + 1 - offsets[s])..].Clear();
                }
            }
        }
    }

    private readonly struct BackwardWork(Tensor x, Tensor queries, float scale, Prefixes prefixes, Tensor slopes, Tensor? dx, Tensor? dQueries)
        : IRangeWork
    {
        public void Run(int from, int to)
        {
            ReadOnlySpan<int> offsets = prefixes.Offsets.Span, firsts = prefixes.Firsts.Span, lasts = prefixes.Lasts.Span;
            for (int s = from; s < to; s++)
            {
                for (int b = firsts[s]; b < firsts[s + 1]; b++)
                {
                    for (int l = offsets[s]; l <= lasts[b]; l++)
                    {
                        float slope = scale * slopes.Row(b)[l - offsets[s]];
                        if (dx is not null) Axpy.Run(slope, queries.Row(b), dx.Row(l));
                        if (dQueries is not null) Axpy.Run(slope, x.Row(l), dQueries.Row(b));
                    }
                }
            }
        }
    }
}
