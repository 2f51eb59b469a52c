using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs.Tuning;

/// <summary>Settings that were tried.</summary>
/// <param name="Settings">Their values by the names of a job file.</param>
/// <param name="Valid">What a teacher of theirs came to on validation.</param>
public sealed record TuningTrial(IReadOnlyDictionary<string, double> Settings, ValidationResult Valid);
