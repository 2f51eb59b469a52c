namespace OnDeviceRec.Evaluation;

/// <summary>The mean of every <see cref="Metric"/> over some examples, as fractions.</summary>
public sealed class Metrics
{
    private readonly double[] values;

    /// <summary>Averages over the examples of a histogram, which is all that the metrics depend on.</summary>
    internal Metrics(RankHistogram ranks) => values = [.. Metric.All.Select(ranks.Mean)];

    /// <summary>The metrics of targets at the given ranks.</summary>
    /// <param name="ranks">Ranks from 0, one an example; at least one. Ranks of 20 and beyond count as not listed.</param>
    /// <exception cref="ArgumentException">There are no ranks.</exception>
    public static Metrics OfRanks(ReadOnlySpan<int> ranks)
    {
        if (ranks.IsEmpty) throw new ArgumentException("Metrics: there are no ranks; at least one example is needed.");
        var histogram = new RankHistogram();
        foreach (int rank in ranks) histogram.Add(Math.Min(rank, Metric.MaxCutoff));
        return new Metrics(histogram);
    }

    /// <summary>The value of a metric.</summary>
    /// <param name="metric">Which one.</param>
    public double this[Metric metric] => values[metric.Index];

    /// <summary>The value of a metric by its name.</summary>
    /// <param name="name">Such as "HR@20".</param>
    /// <exception cref="ArgumentException">There is no such metric.</exception>
    public double this[string name] => this[Metric.Named(name)];
}
