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
    private readonly SoftAttentionReadout studentHead, studentTail, teacherHead, teacherTail;

    /// <summary>Makes the four readouts.</summary>
    /// <param name="make">The factory.</param>
    /// <param name="studentWidth">d of the student.</param>
    /// <param name="teacherWidth">d of the teacher.</param>
    public EmbeddingRecombination(ParameterFactory make, int studentWidth, int teacherWidth)
    {
        studentHead = new SoftAttentionReadout(make, "recombination.student_head", studentWidth);
        studentTail = new SoftAttentionReadout(make, "recombination.student_tail", studentWidth);
        teacherHead = new SoftAttentionReadout(make, "recombination.teacher_head", teacherWidth);
        teacherTail = new SoftAttentionReadout(make, "recombination.teacher_tail", teacherWidth);
    }

    /// <summary>The recombined parts of the mixed examples.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="student">The student's table.</param>
    /// <param name="teacher">The teacher's table.</param>
    /// <param name="split">The split batch; at least one example is mixed.</param>
    public RecombinedParts Forward(Tape tape, TableOnTape student, TableOnTape teacher, HeadTailSplit split)
    {
        return new RecombinedParts(
            ConcatenateColumns.Apply(tape, Part(tape, studentHead, student, split.Head), Part(tape, teacherTail, teacher, split.Tail)),
            ConcatenateColumns.Apply(tape, Part(tape, teacherHead, teacher, split.Head), Part(tape, studentTail, student, split.Tail)));
    }

    private static Variable Part(Tape tape, SoftAttentionReadout readout, TableOnTape table, RaggedBatch items) =>
        readout.Forward(tape, table.Rows(items.Items), items);
}
