using System.Text.Json.Nodes;
using OnDeviceRec.Evaluation;

namespace OnDeviceRec.Jobs.Experiments.Studies;

/// <summary>What an arm came to with one seed.</summary>
/// <param name="Result">Where each test example's target was listed.</param>
/// <param name="FileBytes">The bytes of the file that was evaluated, or 0 where there is none.</param>
/// <param name="Seconds">The time of all its epochs, without its teachers'.</param>
internal sealed record Measurement(EvaluationResult Result, long FileBytes, double Seconds);
