namespace OnDeviceRec.Evaluation.Latency;

/// <summary>How a latency is measured; the defaults take about ten seconds for 40,000 items.</summary>
public sealed record LatencyOptions
{
    /// <summary>Items in the history before the one that is appended: at least 1, and less than T_max.</summary>
    public int History { get; init; } = 10;

    /// <summary>How often everything is measured, in turn.</summary>
    public int Rounds { get; init; } = 300;

    /// <summary>Rebuilding the table takes long: it is measured in one of so many rounds.</summary>
    public int RebuildEvery { get; init; } = 10;

    /// <summary>How long everything runs unmeasured before, until the runtime has compiled what runs often for good.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Bytes that a round reads, in two halves each larger than the processor's caches.</summary>
    public int MemoryBytes { get; init; } = 256 << 20;

    /// <summary>K of the lists.</summary>
    public int Top { get; init; } = 20;
}
