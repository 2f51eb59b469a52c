using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// Softmax cross entropy of encodings against the whole item table, alone or beside soft targets:
/// weight·mean_b(−ln softmax(h·Eᵀ)[target]) + w_kl·θ² mean_b KL(softmax(teacher/θ) ‖ softmax(student/θ)). Where there is something to copy
/// (docs/method.md §6) the cross entropy is −ln P(target), P = g·p_copy + (1 − g)·softmax(h·Eᵀ); soft targets, and labels of a few items
/// besides, are the softmax's own.
/// </summary>
/// <remarks>
/// With z = h·Eᵀ and ρ = g·p_copy(target)/P(target), 0 where nothing is copied:
/// ∂z = weight/B (1 − ρ) (softmax(z) − onehot) + w_kl/B θ (softmax(z/θ) − softmax(t/θ)); dh += ∂z·E, dE += ∂zᵀ·h;
/// ∂ln p_copy(target) = −weight/B ρ, ∂γ = weight/B (g − ρ), g = σ(γ). A terminal: the gradient is known together with the value, is added
/// at once, and no B × V array outlives the call. The soft targets are docs/method.md §3's <c>kl</c> (Hinton, Vinyals, Dean 2015).
/// </remarks>
public static unsafe partial class FullSoftmaxCrossEntropy
{
    /// <summary>Adds the weighted losses to the tape and, in training, their gradients to what the scores are made of.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="scores">z, of B examples and V items.</param>
    /// <param name="targets">B rows of the table.</param>
    /// <param name="weight">The weight of the cross entropy.</param>
    /// <param name="soft">The teacher, or null.</param>
    /// <param name="copying">What may be copied, or null.</param>
    /// <param name="labels">Labels of the catalog's softmax besides, or null.</param>
    /// <returns>The unweighted losses.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit, or a target is not a row of the table.</exception>
    public static FullSoftmaxLosses Apply(
        Tape tape,
        CatalogScores scores,
        ReadOnlySpan<int> targets,
        float weight,
        SoftTargets? soft = null,
        CopyScores? copying = null,
        SparseTargets? labels = null) => Apply(tape, scores, targets, targets, weight, soft, copying, labels, sampled: null);

    /// <summary>The same of items that stand for the catalog: every sum over items is an estimate of the one over the catalog.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="scores">z, of B examples and the C items of the step.</param>
    /// <param name="sampled">The items, with targets and labels.</param>
    /// <param name="weight">The weight of the cross entropy.</param>
    /// <param name="soft">The teacher, whose table has these items' rows alone, [C, d]; or null.</param>
    /// <param name="copying">What may be copied, or null.</param>
    /// <returns>The unweighted losses.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static FullSoftmaxLosses Apply(
        Tape tape, CatalogScores scores, SampledItems sampled, float weight, SoftTargets? soft = null, CopyScores? copying = null)
    {
        if (scores.Items != sampled.Rows.Length)
        {
            throw new ArgumentException(
                $"FullSoftmaxCrossEntropy: scores of {scores.Items} items, where {sampled.Rows.Length} stand for the catalog.");
        }

        return Apply(tape, scores, sampled.Targets.Span, sampled.TargetRows.Span, weight, soft, copying, sampled.Labels, sampled);
    }

    private static FullSoftmaxLosses Apply(
        Tape tape,
        CatalogScores scores,
        ReadOnlySpan<int> targets,
        ReadOnlySpan<int> rowsOfTargets,
        float weight,
        SoftTargets? soft,
        CopyScores? copying,
        SparseTargets? labels,
        SampledItems? sampled)
    {
        Check(scores, targets);
        if (copying is { } copies) Check(copies, scores.Batch);
        if (soft is { } teacher) Check(teacher, scores);
        if (labels is { } given) Check(given, scores);
        (Variable hidden, Variable table, int batch) = (scores.Hidden, scores.Table, scores.Batch);
        SparseTargets sparse = labels.GetValueOrDefault();
        ReadOnlyMemory<int> ownOffsets = sampled?.OwnOffsets ?? default, own = sampled?.Own ?? default;
        ReadOnlyMemory<float> logWeights = sampled?.LogWeights ?? default;
        fixed (int* rows = targets, copiedRows = rowsOfTargets, labelOffsets = sparse.Offsets.Span, labelItems = sparse.Items.Span)
        fixed (int* offsetsOfOwn = ownOffsets.Span, itemsOfOwn = own.Span)
        fixed (float* shares = sparse.Shares.Span, weights = logWeights.Span)
        {
            var problem = new SoftmaxLoss.Problem
            {
                Rows = batch,
                Items = scores.Items,
                Groups = scores.Groups,
                GroupItems = scores.GroupItems,
                GroupStride = (nint)batch * hidden.Columns,
                Width = hidden.Columns,
                TableByColumns = scores.TableByColumns,
                Hidden = hidden.Value.Pointer,
                Table = table.Value.Pointer,
                Targets = rows,
                TeacherWidth = soft?.Hidden.Columns ?? 0,
                TeacherHidden = soft is { } s ? s.Hidden.Pointer : null,
                TeacherTable = soft is { } t ? t.Table.Pointer : null,
                Temperature = soft?.Temperature ?? 1,
                HardWeight = weight / batch,
                SoftWeight = (soft?.Weight ?? 0) / batch,
                Labels = new SoftmaxLoss.Labels { Rows = new(labelOffsets, labelItems), Shares = shares, Weight = sparse.Weight / batch },
                Sampled = new SoftmaxLoss.Sampled { Own = new(offsetsOfOwn, itemsOfOwn), LogWeights = weights },
                DHidden = tape.GradientOf(hidden) is { } dHidden ? dHidden.Pointer : null,
                DTable = tape.GradientOf(table) is { } dTable ? dTable.Pointer : null,
                Sharing = sampled is null ? tape.Sharing : Sharing.Alone,
            };
            SoftmaxLoss.Losses sums = copying is { } c ? RunCopying(tape, problem, copiedRows, c) : SoftmaxLoss.Run(problem, tape.Arena);
            var losses = new FullSoftmaxLosses(sums.CrossEntropy / batch, sums.Divergence / batch, sums.Labels / batch);
            tape.AddLoss(losses.CrossEntropy, weight);
            tape.AddLoss(losses.Divergence, soft?.Weight ?? 0);
            tape.AddLoss(losses.Labels, sparse.Weight);
            return losses;
        }
    }

    /// <summary>The same for scores h·Eᵀ of a whole table.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="hidden">h, [B, d].</param>
    /// <param name="table">E, [V, d].</param>
    /// <param name="targets">B rows of the table.</param>
    /// <param name="weight">The weight of the cross entropy.</param>
    /// <param name="soft">The teacher, or null.</param>
    /// <returns>The unweighted losses.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit, or a target is not a row of the table.</exception>
    public static FullSoftmaxLosses Apply(
        Tape tape, Variable hidden, Variable table, ReadOnlySpan<int> targets, float weight, SoftTargets? soft = null) =>
        Apply(tape, CatalogScores.OfTable(hidden, table), targets, weight, soft);

    private static SoftmaxLoss.Losses RunCopying(Tape tape, in SoftmaxLoss.Problem problem, int* targets, CopyScores copying)
    {
        var distribution = new CopyDistribution(copying, tape.Arena);
        Tensor? dPositions = tape.GradientOf(copying.Positions), dGates = tape.GradientOf(copying.Gates);
        Tensor dShares = tape.Arena.Rent(new Shape(distribution.Count)), dGate = tape.Arena.Rent(new Shape(problem.Rows));
        var shares = new SoftmaxLoss.Copying
        {
            Rows = new(distribution.Offsets, distribution.Items),
            Targets = targets,
            LogShares = distribution.LogShares(copying.Positions.Value, tape.Arena),
            Gates = copying.Gates.Value.Pointer,
            DLogShares = dShares.Pointer,
            DGates = dGate.Pointer,
        };
        SoftmaxLoss.Losses losses = SoftmaxLoss.Run(problem with { Copying = shares }, tape.Arena);
        if (dPositions is not null) distribution.AddGradient(shares.LogShares, shares.DLogShares, copying.Positions.Value, dPositions);
        if (dGates is not null) Add.Run(dGate.Span, dGates.Span);
        return losses;
    }
}
