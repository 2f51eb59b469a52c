using OnDeviceRec.Autograd;

namespace OnDeviceRec.Distillation.Recombination;

/// <summary>The two recombinations of every mixed example, [M, 2d] each.</summary>
/// <param name="Student">[student-hot ; teacher-cold].</param>
/// <param name="Teacher">[teacher-hot ; student-cold].</param>
public readonly record struct RecombinedParts(Variable Student, Variable Teacher);
