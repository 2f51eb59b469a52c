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
    /// <param name="soft">The teacher, or null.</param>
    /// <returns>The unweighted losses.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit, or a target is not a row of the table.</exception>
    public static CatalogueLosses Apply(Tape tape, CatalogueScores scores, ReadOnlySpan<int> targets, float weight, SoftTargets? soft = null)
    {
        Check(scores, targets, soft);
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
            CatalogueLoss.Losses sums = CatalogueLoss.Run(problem, tape.Arena);
            var losses = new CatalogueLosses(sums.CrossEntropy / batch, sums.Divergence / batch);
            tape.AddLoss(losses.CrossEntropy, weight);
            if (soft is { } teacher) tape.AddLoss(losses.Divergence, teacher.Weight);
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
    public static CatalogueLosses Apply(
        Tape tape, Variable hidden, Variable table, ReadOnlySpan<int> targets, float weight, SoftTargets? soft = null) =>
        Apply(tape, CatalogueScores.OfTable(hidden, table), targets, weight, soft);

    private static void Check(CatalogueScores scores, ReadOnlySpan<int> targets, SoftTargets? soft)
    {
        (int batch, int items) = (scores.Batch, scores.Items);
        if (batch != targets.Length || batch == 0)
            throw new ArgumentException($"CatalogueCrossEntropy: {targets.Length} targets for {batch} examples.");
        foreach (int target in targets)
        {
            if ((uint)target >= (uint)items)
                throw new ArgumentException($"CatalogueCrossEntropy: target {target} is not one of {items} items.");
        }

        if (soft is not { } teacher) return;
        if (teacher.Hidden.Columns != teacher.Table.Columns || teacher.Hidden.Rows != batch || teacher.Table.Rows != items)
            throw new ArgumentException($"CatalogueCrossEntropy: the teacher has encodings {teacher.Hidden.Shape} and table {teacher.Table.Shape}, the student {batch} examples and {items} items.");
        if (!(teacher.Temperature > 0)) throw new ArgumentException($"CatalogueCrossEntropy: the temperature is {teacher.Temperature}, it must be above 0.");
    }
}
