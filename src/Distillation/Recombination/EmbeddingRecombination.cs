using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Encoding;
using OnDeviceRec.Models.Tables;

namespace OnDeviceRec.Distillation.Recombination;

/// <summary>
/// Recombines popular and rare items between student and teacher: the raw table rows of each part are read out by a
/// soft-attention of its own, and the parts are exchanged.
/// </summary>
public sealed class EmbeddingRecombination
{
    private readonly SoftAttentionReadout studentHot, studentCold, teacherHot, teacherCold;

    /// <summary>Makes the four readouts.</summary>
    /// <param name="make">The factory.</param>
    /// <param name="studentWidth">d of the student.</param>
    /// <param name="teacherWidth">d of the teacher.</param>
    public EmbeddingRecombination(ParameterFactory make, int studentWidth, int teacherWidth)
    {
        studentHot = new SoftAttentionReadout(make, "recombination.student_hot", studentWidth);
        studentCold = new SoftAttentionReadout(make, "recombination.student_cold", studentWidth);
        teacherHot = new SoftAttentionReadout(make, "recombination.teacher_hot", teacherWidth);
        teacherCold = new SoftAttentionReadout(make, "recombination.teacher_cold", teacherWidth);
    }

    /// <summary>The recombined parts of the mixed examples.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="student">The student's table.</param>
    /// <param name="teacher">The teacher's table.</param>
    /// <param name="split">The split batch; at least one example is mixed.</param>
    public RecombinedParts Forward(Tape tape, TableOnTape student, TableOnTape teacher, HotColdSplit split)
    {
        return new RecombinedParts(
            ConcatenateColumns.Apply(tape, Part(tape, studentHot, student, split.Hot), Part(tape, teacherCold, teacher, split.Cold)),
            ConcatenateColumns.Apply(tape, Part(tape, teacherHot, teacher, split.Hot), Part(tape, studentCold, student, split.Cold)));
    }

    private static Variable Part(Tape tape, SoftAttentionReadout readout, TableOnTape table, RaggedBatch items) =>
        readout.Forward(tape, table.Rows(items.Items), items);
}
