namespace OnDeviceRec.Distillation;

/// <summary>
/// The unweighted losses of one batch, each a mean over it (pre: the sum of two means); 0 where switched off, but ce is known whenever kl
/// is on.
/// </summary>
/// <param name="CrossEntropy">ce.</param>
/// <param name="SoftTargets">kl.</param>
/// <param name="Contrastive">con.</param>
/// <param name="Predictive">pre.</param>
public readonly record struct DistillationLosses(double CrossEntropy, double SoftTargets, double Contrastive, double Predictive);
