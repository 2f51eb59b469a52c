namespace OnDeviceRec.Autograd.Operations;

/// <summary>What <see cref="FullSoftmaxCrossEntropy"/> computed, unweighted means over the batch.</summary>
/// <param name="CrossEntropy">−ln softmax(h·Eᵀ)[target]; −ln P(target) of the mixture with something to copy.</param>
/// <param name="Divergence">θ² KL(softmax(teacher/θ) ‖ softmax(student/θ)); 0 without soft targets.</param>
/// <param name="Labels">Σ_v y_v (ln Z − z_v) of the labels beside the targets; 0 without any.</param>
public readonly record struct FullSoftmaxLosses(double CrossEntropy, double Divergence, double Labels = 0);
