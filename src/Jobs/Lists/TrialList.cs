namespace OnDeviceRec.Jobs.Lists;

/// <summary>A list beside the one before it.</summary>
/// <param name="List">The list.</param>
/// <param name="Climbed">How many places each item has climbed; null where it was not listed.</param>
/// <param name="Micros">What the runtime took for it.</param>
public sealed record TrialList(RecommendedList List, int?[] Climbed, double Micros);
