namespace OnDeviceRec.Evaluation;

/// <summary>A part of the examples and how well it went.</summary>
/// <param name="Name">
/// "repeat" or "new": the target is in the whole prefix or not. "head" or "tail": the target is one of the ⌊0.2 V⌋ most frequent items of
/// train or not. "prefix 1", "prefix 2-3", "prefix 4-7", "prefix 8-15", "prefix 16-31", "prefix 32+": the length of the whole prefix.
/// </param>
/// <param name="Examples">Number of examples, at least 1.</param>
/// <param name="Share">Their share of all examples.</param>
/// <param name="Metrics">The metrics over these examples alone.</param>
public sealed record Slice(string Name, int Examples, double Share, Metrics Metrics);
