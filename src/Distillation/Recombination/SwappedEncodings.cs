using OnDeviceRec.Autograd;

namespace OnDeviceRec.Distillation.Recombination;

/// <summary>The encodings of the examples that are all head or all tail, [B − M, d], each in the width of the other side.</summary>
/// <param name="Student">The student's.</param>
/// <param name="Teacher">The teacher's.</param>
public readonly record struct SwappedEncodings(Variable Student, Variable Teacher);
