using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data;
using OnDeviceRec.Models;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Distillation;

/// <summary>
/// What a student learns from: one frozen teacher, or several whose logits are averaged, t = 1/n Σ_k h_k·E_kᵀ. That is one product of
/// encodings beside each other, [h_1 … h_n], with tables beside each other, [E_1 … E_n]/n. The tables are built once.
/// </summary>
public sealed class TeacherEnsemble : IDisposable
{
    private readonly IReadOnlyList<SequenceModel> teachers;
    private readonly Constant[] tables;
    private readonly Constant beside;

    /// <summary>An ensemble.</summary>
    /// <param name="teachers">The teachers, at least one; they are not disposed of.</param>
    /// <exception cref="ArgumentException">There are none, they are of different catalogs, or only some of them copy.</exception>
    public TeacherEnsemble(IReadOnlyList<SequenceModel> teachers)
    {
        if (teachers.Count == 0) throw new ArgumentException("Distillation: there is no teacher; give one.");
        foreach (SequenceModel teacher in teachers)
        {
            if (teacher.Table.Items != teachers[0].Table.Items || teacher.CopyHead is null != teachers[0].CopyHead is null)
            {
                throw new ArgumentException(
                    $"Distillation: teachers of {teachers[0].Table.Items} and {teacher.Table.Items} items, or of which only some copy; "
                    + "they must agree.");
            }
        }

        this.teachers = teachers;
        tables = [.. teachers.Select(Matrix)];
        beside = tables.Length == 1 ? tables[0] : Beside(tables);
    }

    /// <summary>The teacher that takes part in recombination: the first one.</summary>
    public SequenceModel First => teachers[0];

    /// <summary>E of <see cref="First"/>, [V, d].</summary>
    public Variable FirstTable => tables[0];

    /// <summary>The soft targets of a batch, and the encodings of <see cref="First"/>, [B, d].</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="temperature">θ.</param>
    /// <param name="weight">w_kl.</param>
    /// <param name="sampled">The items that stand for the catalog, or null for all of it.</param>
    public (SoftTargets Soft, Variable FirstHidden) Encode(
        Tape tape, RaggedBatch batch, float temperature, float weight, SampledItems? sampled = null)
    {
        Variable first = Encode(tape, batch, 0), all = first;
        for (int k = 1; k < teachers.Count; k++) all = ConcatenateColumns.Apply(tape, all, Encode(tape, batch, k));
        Tensor table = sampled is null || weight == 0 ? beside.Value : GatherRows.Apply(tape, beside, sampled.Rows).Value;
        return (new SoftTargets(all.Value, table, temperature, weight), first);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Constant table in tables) table.Dispose();
        beside.Dispose();
    }

    private Variable Encode(Tape tape, RaggedBatch batch, int k) =>
        teachers[k].EncodeRows(tape, GatherRows.Apply(tape, tables[k], batch.Items), batch).H;

    private static Constant Matrix(SequenceModel teacher)
    {
        foreach (Parameter parameter in teacher.Parameters) parameter.Frozen = true;
        using var tape = new Tape();
        tape.BeginInference();
        Tensor matrix = teacher.Table.Matrix(tape).Value;
        return new Constant(new Tensor(matrix.Shape, matrix.Span));
    }

    private static Constant Beside(Constant[] tables)
    {
        var beside = new Tensor(new Shape(tables[0].Rows, tables.Sum(table => table.Columns)));
        for (int row = 0; row < beside.Rows; row++)
        {
            Span<float> rest = beside.Row(row);
            foreach (Constant table in tables)
            {
                for (int j = 0; j < table.Columns; j++) rest[j] = table.Value.Row(row)[j] / tables.Length;
                rest = rest[table.Columns..];
            }
        }

        return new Constant(beside);
    }
}
