using System.Diagnostics;

namespace OnDeviceRec.Evaluation;

/// <summary>How many examples have their target at each rank 0 .. 19, and how many (rank 20) not in the list at all.</summary>
internal sealed class RankHistogram
{
    private readonly int[] counts = new int[Metric.MaxCutoff + 1];

    /// <summary>Number of examples.</summary>
    public int Total { get; private set; }

    public void Add(int rank)
    {
        counts[rank]++;
        Total++;
    }

    /// <summary>The metric's mean over the examples, of which there is at least one.</summary>
    public double Mean(Metric metric)
    {
        Debug.Assert(Total > 0);
        double sum = 0;
        for (int rank = 0; rank < metric.Cutoff; rank++) sum += counts[rank] * metric.Of(rank);
        return sum / Total;
    }
}
