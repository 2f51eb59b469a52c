using OnDeviceRec.Evaluation;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs;

/// <summary>A trained and evaluated model of a job.</summary>
/// <param name="Name">What it is.</param>
/// <param name="File">Its model file.</param>
/// <param name="Bytes">The file's size.</param>
/// <param name="Training">How it was trained, or, where there was a refit, how the epochs were chosen.</param>
/// <param name="Refit">How it was trained on all sequences, or null.</param>
/// <param name="Test">What the file does on the test split.</param>
public sealed record ModelResult(
    string Name, string File, long Bytes, TrainingOutcome Training, TrainingOutcome? Refit, EvaluationResult Test)
{
    /// <summary>The time of all its epochs.</summary>
    public double Seconds => Training.Seconds + (Refit?.Seconds ?? 0);
}
