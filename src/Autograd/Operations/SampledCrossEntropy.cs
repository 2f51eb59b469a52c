using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// Cross entropy with a sampled softmax: mean_b ln(1 + Σ_s e^(z_bs − z_b)), where z_b = h_b·E[target_b] and
/// z_bs = h_b·E[v_s] − ln(S·q(v_s)) for S classes v drawn from q, but for those that are the row's target.
/// </summary>
/// <remarks>
/// <para>A class drawn counts for as many as it stands for, 1/(S·q): Σ_s e^(z_bs) is an unbiased estimate of Σ_v e^(h·E[v]) over all
/// classes but the target (importance sampling, Bengio and Senécal 2008; Jean et al., arXiv 1412.2007). The target is always there, once,
/// so it is not corrected, and where it is drawn it is left out. With every class drawn once, q = 1/V, it is
/// <see cref="FullSoftmaxCrossEntropy"/>.</para>
/// <para>With p the softmax over (z_b, z_bs): ∂z_bs = weight/B·p_bs and ∂z_b = −weight/B·Σ_s p_bs. A terminal: its gradients are added
/// at once. Costs 3·B·S·d multiply-adds and B·S numbers, whatever V.</para>
/// </remarks>
/// <example>One class drawn, S·q = 1/2, and equal products: ln(1 + 2) = 1.0986.</example>
public static partial class SampledCrossEntropy
{
    // Less than any logit by so much that its exponential is 0, whatever the row; and finite, so that a row of these alone is no NaN.
    private const float Removed = -1e30f;

    /// <summary>Adds the weighted loss to the tape and, in training, its gradients to h and both kinds of rows.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="hidden">h, [B, d].</param>
    /// <param name="targets">E[target_b], [B, d].</param>
    /// <param name="negatives">E[v_s], [S, d].</param>
    /// <param name="candidates">Which classes these are.</param>
    /// <param name="weight">The weight of this loss in the tape's total.</param>
    /// <returns>The loss, unweighted.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static double Apply(Tape tape, Variable hidden, Variable targets, Variable negatives, SampledCandidates candidates, float weight)
    {
        Check(hidden, targets, negatives, candidates);
        int batch = hidden.Rows;
        Tensor? dHidden = tape.GradientOf(hidden), dTargets = tape.GradientOf(targets), dNegatives = tape.GradientOf(negatives);
        Arena.Mark mark = tape.Arena.Here;
        Tensor logits = tape.Arena.Rent(new Shape(batch, negatives.Rows)), losses = tape.Arena.Rent(new Shape(batch));
        MatrixProduct.Multiply(hidden.Value, negatives.Value, logits, transposeB: true);
        ParallelRows.Run(
            batch,
            (long)negatives.Rows * ParallelRows.Costly,
            new RowWork(hidden.Value, targets.Value, candidates, logits, losses, weight / batch, dHidden, dTargets));
        double sum = 0;
        foreach (float loss in losses.Span) sum += loss;
        if (dHidden is not null) MatrixProduct.Multiply(logits, negatives.Value, dHidden, accumulate: true, alpha: weight / batch);
        if (dNegatives is not null)
            MatrixProduct.Multiply(logits, hidden.Value, dNegatives, transposeA: true, accumulate: true, alpha: weight / batch);
        tape.Arena.Release(mark);
        tape.AddLoss(sum / batch, weight);
        return sum / batch;
    }

    private static void Check(Variable hidden, Variable targets, Variable negatives, SampledCandidates candidates)
    {
        if (targets.Shape != hidden.Shape || hidden.Rows == 0 || candidates.Targets.Length != hidden.Rows)
        {
            throw new ArgumentException(
                $"SampledCrossEntropy: {candidates.Targets.Length} targets of rows {targets.Shape} for encodings {hidden.Shape}.");
        }

        if (negatives.Columns != hidden.Columns)
            throw new ArgumentException($"SampledCrossEntropy: widths differ: encodings {hidden.Shape}, negatives {negatives.Shape}.");
        if (candidates.Negatives.Length != negatives.Rows || candidates.LogCounts.Length != negatives.Rows || negatives.Rows == 0)
        {
            throw new ArgumentException(
                $"SampledCrossEntropy: {candidates.Negatives.Length} negatives and {candidates.LogCounts.Length} counts "
                + $"for rows {negatives.Shape}.");
        }
    }

    // Leaves p_bs in place of the logits.
    private readonly struct RowWork(
        Tensor hidden, Tensor targets, SampledCandidates candidates, Tensor logits, Tensor losses,
        float weight, Tensor? dHidden, Tensor? dTargets) : IRangeWork
    {
        public void Run(int from, int to)
        {
            ReadOnlySpan<int> negatives = candidates.Negatives.Span;
            for (int b = from; b < to; b++)
            {
                Span<float> z = logits.Row(b);
                Axpy.Run(-1, candidates.LogCounts.Span, z);
                int target = candidates.Targets.Span[b];
                for (int s = 0; s < z.Length; s++)
                {
                    if (negatives[s] == target) z[s] = Removed;
                }

                float own = Dot.Run(hidden.Row(b), targets.Row(b)), others = LogSumExp.Run(z), ahead = others - own;
                float all = MathF.Max(own, others) + MathF.Log(1 + MathF.Exp(-MathF.Abs(ahead)));
                losses.Span[b] = all - own;
                ExpShifted.Run(z, all, 1, z);
                float slope = -weight / (1 + MathF.Exp(-ahead));
                if (dHidden is not null) Axpy.Run(slope, targets.Row(b), dHidden.Row(b));
                if (dTargets is not null) Axpy.Run(slope, hidden.Row(b), dTargets.Row(b));
            }
        }
    }
}
