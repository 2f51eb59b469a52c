using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Encoding;

namespace OnDeviceRec.Distillation.Recombination;

/// <summary>
/// Leads vectors of the student where the teacher's belong and back: linear maps without bias, or nothing where both have one width.
/// </summary>
public sealed class WidthBridge
{
    private readonly LinearMap? toStudent, toTeacher;

    /// <summary>Makes the maps, if any are needed.</summary>
    /// <param name="make">The factory.</param>
    /// <param name="studentWidth">d of the student.</param>
    /// <param name="teacherWidth">d of the teacher.</param>
    public WidthBridge(ParameterFactory make, int studentWidth, int teacherWidth)
    {
        if (studentWidth == teacherWidth) return;
        toStudent = new LinearMap(make, "bridge.to_student", teacherWidth, studentWidth, bias: false);
        toTeacher = new LinearMap(make, "bridge.to_teacher", studentWidth, teacherWidth, bias: false);
    }

    /// <summary>Vectors of the teacher's width in the student's.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">[n, d of the teacher].</param>
    public Variable ToStudent(Tape tape, Variable x) => toStudent is null ? x : toStudent.Forward(tape, x);

    /// <summary>Directions of the teacher's width, rows of length one, as directions of the student's.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">[n, d of the teacher].</param>
    public Variable DirectionsToStudent(Tape tape, Variable x) =>
        toStudent is null ? x : NormalizeRows.Apply(tape, toStudent.Forward(tape, x));

    /// <summary>Vectors of the student's width in the teacher's.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">[n, d of the student].</param>
    public Variable ToTeacher(Tape tape, Variable x) => toTeacher is null ? x : toTeacher.Forward(tape, x);
}
