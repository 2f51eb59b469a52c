using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// Softmax cross entropy of encodings against the whole item table, alone or mixed with soft targets:
/// weight·mean_b(−ln softmax(h·Eᵀ)[target]) + w_kl·θ² mean_b KL(softmax(teacher/θ) ‖ softmax(student/θ)).
/// </summary>
/// <remarks>
/// With z = h·Eᵀ: ∂z = weight/B (softmax(z) − onehot) + w_kl/B θ (softmax(z/θ) − softmax(t/θ)); dh += ∂z·E,
/// dE += ∂zᵀ·h. A terminal: the gradient is known together with the value, is added at once, and no B × V array
/// outlives the call. The soft targets are METHOD §3's <c>kl</c> (Hinton, Vinyals, Dean 2015).
/// </remarks>
public static unsafe partial class CatalogueCrossEntropy
{
    /// <summary>Adds the weighted losses to the tape and, in training, their gradients to what the scores are made of.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="scores">z, of B examples and V items.</param>
    /// <param name="targets">B rows of the table.</param>
    /// <param name="weight">The weight of the cross entropy.</param>
    /// <param name="soft">The teacher, or null; it copies if the student does.</param>
    /// <param name="copying">What may be copied: the softmax is then a part of the mixture; or null.</param>
    /// <returns>The unweighted losses.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit, or a target is not a row of the table.</exception>
    public static CatalogueLosses Apply(
        Tape tape, CatalogueScores scores, ReadOnlySpan<int> targets, float weight, SoftTargets? soft = null, CopyScores? copying = null)
    {
        Check(scores, targets, soft, copying);
        (Variable hidden, Variable table, int batch) = (scores.Hidden, scores.Table, scores.Batch);
        fixed (int* rows = targets)
        {
            var problem = new CatalogueLoss.Problem
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
                DHidden = tape.GradientOf(hidden) is { } dHidden ? dHidden.Pointer : null,
                DTable = tape.GradientOf(table) is { } dTable ? dTable.Pointer : null,
            };
            if (copying is { } copies) return RunCopying(tape, problem, weight, soft, copies);
            return Run(tape, problem, weight, soft);
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
    public static CatalogueLosses Apply(
        Tape tape, Variable hidden, Variable table, ReadOnlySpan<int> targets, float weight, SoftTargets? soft = null) =>
        Apply(tape, CatalogueScores.OfTable(hidden, table), targets, weight, soft);

    private static CatalogueLosses Run(Tape tape, in CatalogueLoss.Problem problem, float weight, SoftTargets? soft)
    {
        CatalogueLoss.Losses sums = CatalogueLoss.Run(problem, tape.Arena);
        var losses = new CatalogueLosses(sums.CrossEntropy / problem.Rows, sums.Divergence / problem.Rows);
        tape.AddLoss(losses.CrossEntropy, weight);
        if (soft is { } teacher) tape.AddLoss(losses.Divergence, teacher.Weight);
        return losses;
    }

    private static CatalogueLosses RunCopying(Tape tape, in CatalogueLoss.Problem problem, float weight, SoftTargets? soft, CopyScores copying)
    {
        var distribution = new CopyDistribution(copying, tape.Arena);
        Tensor? dPositions = tape.GradientOf(copying.Positions), dGates = tape.GradientOf(copying.Gates);
        Tensor dShares = tape.Arena.Rent(new Shape(distribution.Count)), dGate = tape.Arena.Rent(new Shape(problem.Rows));
        var shares = new CatalogueLoss.Copying
        {
            Offsets = distribution.Offsets,
            Items = distribution.Items,
            LogShares = distribution.LogShares(copying.Positions.Value, tape.Arena),
            Gates = copying.Gates.Value.Pointer,
            TeacherLogShares = soft is { Positions: { } positions } ? distribution.LogShares(positions, tape.Arena) : null,
            TeacherGates = soft is { Gates: { } gates } ? gates.Pointer : null,
            DLogShares = dShares.Pointer,
            DGates = dGate.Pointer,
        };
        CatalogueLosses losses = Run(tape, problem with { Copying = shares }, weight, soft);
        if (dPositions is not null) distribution.AddGradient(shares.LogShares, shares.DLogShares, copying.Positions.Value, dPositions);
        if (dGates is not null) Add.Run(dGate.Span, dGates.Span);
        return losses;
    }

    private static void Check(CatalogueScores scores, ReadOnlySpan<int> targets, SoftTargets? soft, CopyScores? copying)
    {
        (int batch, int items) = (scores.Batch, scores.Items);
        if (batch != targets.Length || batch == 0)
            throw new ArgumentException($"CatalogueCrossEntropy: {targets.Length} targets for {batch} examples.");
        foreach (int target in targets)
        {
            if ((uint)target >= (uint)items)
                throw new ArgumentException($"CatalogueCrossEntropy: target {target} is not one of {items} items.");
        }

        if (copying is { } copies && (copies.Prefixes.Count != batch || copies.Positions.Rows != batch || copies.Gates.Value.Length != batch))
        {
            throw new ArgumentException(
                $"CatalogueCrossEntropy: {batch} examples, but {copies.Prefixes.Count} prefixes, positions {copies.Positions.Shape} and gates {copies.Gates.Shape}.");
        }

        if (soft is not { } teacher) return;
        if (teacher.Hidden.Columns != teacher.Table.Columns || teacher.Hidden.Rows != batch || teacher.Table.Rows != items)
            throw new ArgumentException($"CatalogueCrossEntropy: the teacher has encodings {teacher.Hidden.Shape} and table {teacher.Table.Shape}, the student {batch} examples and {items} items.");
        if (!(teacher.Temperature > 0)) throw new ArgumentException($"CatalogueCrossEntropy: the temperature is {teacher.Temperature}, it must be above 0.");
        if (copying is null != teacher.Positions is null || copying is null != teacher.Gates is null)
            throw new ArgumentException("CatalogueCrossEntropy: of teacher and student only one copies; either both do or neither.");
        if (copying is { } own && (teacher.Temperature != 1 || teacher.Positions!.Shape != own.Positions.Shape || teacher.Gates!.Length != batch))
        {
            throw new ArgumentException(
                $"CatalogueCrossEntropy: copying is learned at temperature 1 from positions {own.Positions.Shape}; here are {teacher.Temperature} and {teacher.Positions!.Shape}.");
        }
    }
}
