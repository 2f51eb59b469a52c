using OnDeviceRec.Evaluation;
using OnDeviceRec.Baselines.Neighbours;

namespace OnDeviceRec.Jobs;

/// <summary>A sequence-kNN that was tuned and evaluated.</summary>
/// <param name="Options">The settings that validation chose.</param>
/// <param name="TuningSeconds">How long choosing them took.</param>
/// <param name="Evaluation">What it does on the split.</param>
/// <param name="Seconds">How long that took.</param>
public sealed record NeighbourResult(NeighbourOptions Options, double TuningSeconds, EvaluationResult Evaluation, double Seconds);
