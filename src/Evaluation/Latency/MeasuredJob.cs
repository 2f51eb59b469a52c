namespace OnDeviceRec.Evaluation.Latency;

/// <summary>A job and its times: with the caches swept, and warm.</summary>
internal sealed class MeasuredJob(RecommendationJob job, int rounds)
{
    private readonly Action run = job.Run;

    public Timings Swept { get; } = new(rounds);

    public Timings Warm { get; } = new(rounds);

    /// <summary>Bytes that the runs have taken from the managed heap.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>One run after other work, and one at once after another.</summary>
    public void Round()
    {
        Measure(Swept);
        Measure(Warm);
    }

    public void Clear()
    {
        Swept.Clear();
        Warm.Clear();
        AllocatedBytes = 0;
    }

    private void Measure(Timings timings)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        timings.Measure(run);
        AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
        job.Reset();
    }
}
