using OnDeviceRec.Evaluation;
using OnDeviceRec.Models.Baselines.Neighbours;

namespace OnDeviceRec.Distillation.Jobs;

/// <summary>A sequence-kNN that was tuned and evaluated.</summary>
/// <param name="Options">The settings that validation chose.</param>
/// <param name="TuningSeconds">How long choosing them took.</param>
/// <param name="Evaluation">What it does on the split.</param>
/// <param name="Seconds">How long that took.</param>
public sealed record NeighbourResult(NeighbourOptions Options, double TuningSeconds, EvaluationResult Evaluation, double Seconds);
