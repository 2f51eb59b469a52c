namespace OnDeviceRec.Evaluation;

/// <summary>How far an evaluation is.</summary>
/// <param name="Done">Examples ranked so far.</param>
/// <param name="Total">Examples in all.</param>
public readonly record struct EvaluationProgress(int Done, int Total);
