namespace OnDeviceRec.Evaluation.Latency;

/// <summary>How far a measurement is, its warm-up behind it.</summary>
/// <param name="Done">Rounds so far.</param>
/// <param name="Total">Rounds in all.</param>
public readonly record struct LatencyProgress(int Done, int Total);
