namespace OnDeviceRec.Data;

/// <summary>
/// What long work says of itself, all through one <see cref="IProgress{T}"/>: how far a stage is, and lines that a person should keep.
/// </summary>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all; 0 for a note, NaN where nobody knows.</param>
/// <param name="Unit">What is counted, in the plural: examples, steps, rounds.</param>
public readonly record struct WorkProgress(double Done, double Total, string Unit)
{
    /// <summary>The stage, such as "teacher"; null for what belongs to none.</summary>
    public string? Stage { get; init; }

    /// <summary>Where in an epoch a training is, or null.</summary>
    public EpochProgress? Epoch { get; init; }

    /// <summary>A line to keep, such as a finished epoch or a warning, or null.</summary>
    public string? Line { get; init; }

    /// <summary>A line that belongs to no stage.</summary>
    /// <param name="line">The line.</param>
    public static WorkProgress Note(string line) => new(0, 0, string.Empty) { Line = line };
}
