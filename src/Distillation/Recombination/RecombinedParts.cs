using OnDeviceRec.Autograd;

namespace OnDeviceRec.Distillation.Recombination;

/// <summary>The two recombinations of every mixed example, [M, 2d] each.</summary>
/// <param name="Student">[student-head ; teacher-tail].</param>
/// <param name="Teacher">[teacher-head ; student-tail].</param>
public readonly record struct RecombinedParts(Variable Student, Variable Teacher);
