using OnDeviceRec.Evaluation.Latency;

namespace OnDeviceRec.Jobs;

/// <summary>A model that was measured.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Report">What it takes.</param>
public sealed record BenchRow(string Name, LatencyReport Report);
