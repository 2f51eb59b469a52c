namespace OnDeviceRec.Data.Layouts;

/// <summary>A data set made of a log, and what became of the log's events.</summary>
/// <param name="Dataset">The data set, with the items' own ids.</param>
/// <param name="Report">What was left out, and why.</param>
public sealed record PreparedDataset(Dataset Dataset, PreparationReport Report);
