namespace OnDeviceRec.Evaluation;

/// <summary>The mean of every <see cref="Metric"/> over some examples, as fractions.</summary>
public sealed class Metrics
{
    private readonly double[] values;

    /// <summary>Averages over the examples of a histogram, which is all that the metrics depend on.</summary>
    internal Metrics(RankHistogram ranks) => values = [.. Metric.All.Select(ranks.Mean)];

    /// <summary>The value of a metric.</summary>
    /// <param name="metric">Which one.</param>
    public double this[Metric metric] => values[metric.Index];

    /// <summary>The value of a metric by its name.</summary>
    /// <param name="name">Such as "HR@20".</param>
    /// <exception cref="ArgumentException">There is no such metric.</exception>
    public double this[string name] => this[Metric.Named(name)];
}
