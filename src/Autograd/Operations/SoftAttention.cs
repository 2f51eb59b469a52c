using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// h_b = Σ_l a_bl·x_l over the rows of prefix b, a_bl = wᵀσ(u_l + v_b): u belongs to a row, whatever prefixes it is in, and v to a
/// prefix. The a_bl are not normalized; h is 0 for an empty prefix.
/// </summary>
/// <remarks>
/// With g = σ(u_l + v_b): dx_l += a_bl·dh_b; da = x_l·dh_b; dw += da·g; du_l and dv_b += da·w ⊙ g ⊙ (1 − g). The a_bl are kept,
/// [B, T] with T the longest prefix; the gates g, [Σ T_b, k], are not: backward computes them again. dw is summed piece by piece and the
/// pieces added in order: the same bits with any number of threads.
/// </remarks>
public sealed partial class SoftAttention : Operation
{
    private const int WorkAValue = 2 * ParallelRows.Costly;

    private Variable x = null!, local = null!, global = null!, score = null!;
    private Tensor weights = null!;
    private Prefixes prefixes;

    /// <summary>Computes and records h.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">[n, d].</param>
    /// <param name="local">u, [n, k].</param>
    /// <param name="global">v, [B, k].</param>
    /// <param name="score">w, [k].</param>
    /// <param name="prefixes">B prefixes of the rows of x.</param>
    /// <returns>h, [B, d].</returns>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Variable Apply(Tape tape, Variable x, Variable local, Variable global, Variable score, Prefixes prefixes)
    {
        prefixes.Check(x.Shape, nameof(SoftAttention));
        int width = score.Value.Length;
        if (local.Rows != x.Rows || global.Rows != prefixes.Count || local.Columns != width || global.Columns != width)
        {
            throw new ArgumentException(
                $"SoftAttention: rows {x.Shape}, {prefixes.Count} prefixes, "
                + $"local {local.Shape}, global {global.Shape}, score {score.Shape}.");
        }

        Variable h = tape.Result(new Shape(prefixes.Count, x.Columns), x, local, global, score);
        Tensor weights = tape.Arena.Rent(new Shape(prefixes.Count, prefixes.Longest()));
        ParallelRows.Run(
            prefixes.Sequences,
            prefixes.RowsASequence() * width * WorkAValue,
            new ForwardWork(x.Value, local.Value, global.Value, score.Value, prefixes, weights, h.Value));
        if (h.NeedsGradient)
        {
            SoftAttention record = tape.Record<SoftAttention>(h);
            (record.x, record.local, record.global, record.score) = (x, local, global, score);
            (record.weights, record.prefixes) = (weights, prefixes);
        }

        return h;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        Tensor? dx = tape.GradientOf(x), dLocal = tape.GradientOf(local),
            dGlobal = tape.GradientOf(global), dScore = tape.GradientOf(score);
        Arena.Mark mark = tape.Arena.Here;
        int width = score.Value.Length, sequences = prefixes.Sequences;
        long work = 2 * prefixes.RowsASequence() * width * WorkAValue;
        int sequencesAPiece = ParallelRows.RowsAPiece(sequences, work);
        Tensor scoreParts = tape.Arena.RentZeroed(new Shape((sequences + sequencesAPiece - 1) / sequencesAPiece, width));
        ParallelRows.Run(
            sequences,
            work,
            new BackwardWork(
                this,
                OutputGradient,
                dx ?? tape.Arena.RentZeroed(x.Shape),
                dLocal ?? tape.Arena.RentZeroed(local.Shape),
                dGlobal ?? tape.Arena.RentZeroed(global.Shape),
                scoreParts,
                sequencesAPiece));
        for (int piece = 0; dScore is not null && piece < scoreParts.Rows; piece++) Add.Run(scoreParts.Row(piece), dScore.Span);
        tape.Arena.Release(mark);
    }

    private readonly struct ForwardWork(Tensor x, Tensor local, Tensor global, Tensor score, Prefixes prefixes, Tensor weights, Tensor h)
        : IRangeWork
    {
        public void Run(int from, int to)
        {
            ReadOnlySpan<int> offsets = prefixes.Offsets.Span, firsts = prefixes.Firsts.Span, lasts = prefixes.Lasts.Span;
            for (int s = from; s < to; s++)
            {
                for (int b = firsts[s]; b < firsts[s + 1]; b++)
                {
                    Span<float> sum = h.Row(b), a = weights.Row(b);
                    sum.Clear();
                    for (int l = offsets[s]; l <= lasts[b]; l++)
                    {
                        float weight = Sigmoid.Score(local.Row(l), global.Row(b), score.Span);
                        a[l - offsets[s]] = weight;
                        Axpy.Run(weight, x.Row(l), sum);
                    }
                }
            }
        }
    }

    private readonly struct BackwardWork(
        SoftAttention record, Tensor dh, Tensor dx, Tensor dLocal, Tensor dGlobal, Tensor scoreParts, int sequencesAPiece) : IRangeWork
    {
        public void Run(int from, int to)
        {
            Prefixes prefixes = record.prefixes;
            ReadOnlySpan<int> offsets = prefixes.Offsets.Span, firsts = prefixes.Firsts.Span, lasts = prefixes.Lasts.Span;
            Tensor x = record.x.Value, local = record.local.Value, global = record.global.Value;
            Span<float> dScore = scoreParts.Row(from / sequencesAPiece), score = record.score.Value.Span;
            for (int s = from; s < to; s++)
            {
                for (int b = firsts[s]; b < firsts[s + 1]; b++)
                {
                    Span<float> slope = dh.Row(b), a = record.weights.Row(b);
                    for (int l = offsets[s]; l <= lasts[b]; l++)
                    {
                        Axpy.Run(a[l - offsets[s]], slope, dx.Row(l));
                        float dWeight = Dot.Run(x.Row(l), slope);
                        Sigmoid.ScoreBackward(local.Row(l), global.Row(b), score, dWeight, dLocal.Row(l), dGlobal.Row(b), dScore);
                    }
                }
            }
        }
    }
}
