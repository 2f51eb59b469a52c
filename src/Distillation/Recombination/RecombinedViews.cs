using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Encoding;

namespace OnDeviceRec.Distillation.Recombination;

/// <summary>
/// One pair of views of every example, in the order mixed, whole. The student view of a mixed example is
/// W_s·[student-head ; teacher-tail], the teacher view W_t·[teacher-head ; student-tail]; a whole one swaps
/// encodings: its student view is the teacher's h, its teacher view the student's, each led to the other's width
/// (<see cref="WidthBridge"/>). All rows are L2-normalized.
/// </summary>
public sealed class RecombinedViews
{
    private readonly LinearMap studentMap, teacherMap;

    /// <summary>Makes the two maps from both widths to one, without bias.</summary>
    /// <param name="make">The factory.</param>
    /// <param name="name">The prefix of their names.</param>
    /// <param name="studentWidth">d of the student and of its views.</param>
    /// <param name="teacherWidth">d of the teacher and of its views.</param>
    public RecombinedViews(ParameterFactory make, string name, int studentWidth, int teacherWidth)
    {
        studentMap = new LinearMap(make, $"{name}.student", studentWidth + teacherWidth, studentWidth, bias: false);
        teacherMap = new LinearMap(make, $"{name}.teacher", teacherWidth + studentWidth, teacherWidth, bias: false);
    }

    /// <summary>The views, [B, d], each of its own width.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="parts">The recombined parts of the mixed examples; null if there are none.</param>
    /// <param name="swapped">The encodings of the whole examples; null if there are none.</param>
    public (Variable Student, Variable Teacher) Forward(Tape tape, RecombinedParts? parts, SwappedEncodings? swapped)
    {
        return (
            View(tape, studentMap, parts?.Student, swapped?.Teacher),
            View(tape, teacherMap, parts?.Teacher, swapped?.Student));
    }

    private static Variable View(Tape tape, LinearMap map, Variable? mixed, Variable? whole)
    {
        Variable? mapped = mixed is null ? null : map.Forward(tape, mixed);
        Variable rows = mapped is null ? whole! : whole is null ? mapped : ConcatenateRows.Apply(tape, mapped, whole);
        return NormalizeRows.Apply(tape, rows);
    }
}
