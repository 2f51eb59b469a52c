using System.Diagnostics;

namespace OnDeviceRec.Evaluation.Latency;

/// <summary>What one thing took, again and again. Recording allocates nothing.</summary>
internal sealed class Timings(int capacity)
{
    private readonly long[] ticks = new long[capacity];
    private int count;

    /// <summary>Times a run.</summary>
    public void Measure(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        ticks[count++] = Stopwatch.GetTimestamp() - start;
    }

    /// <summary>Forgets all times.</summary>
    public void Clear() => count = 0;

    /// <summary>The least of the times, in microseconds, that a share of them does not exceed.</summary>
    public double Micros(double share)
    {
        long[] sorted = ticks[..count];
        Array.Sort(sorted);
        return sorted[Place(share, count)] * 1e6 / Stopwatch.Frequency;
    }

    /// <summary>Which of so many ascending numbers is the least that a share of them does not exceed.</summary>
    internal static int Place(double share, int count) => (int)Math.Ceiling(share * count) - 1;
}
