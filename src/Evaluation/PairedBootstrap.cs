namespace OnDeviceRec.Evaluation;

/// <summary>
/// Compares two results on the same examples. Each draw of sequences is scored for both, so that what makes a sequence easy or hard for
/// both falls out: far sharper than to compare two intervals.
/// </summary>
public static class PairedBootstrap
{
    /// <summary>The difference first − second of a metric, with its 95 % interval by percentile bootstrap over sequences.</summary>
    /// <param name="first">A result.</param>
    /// <param name="second">Another one on the same examples.</param>
    /// <param name="metric">Which metric.</param>
    /// <param name="seed">Decides the draws, and nothing else does.</param>
    /// <param name="resamples">How often the sequences are drawn, at least 1.</param>
    /// <exception cref="ArgumentException">The examples are not the same.</exception>
    public static PairedDifference Difference(
        EvaluationResult first, EvaluationResult second, Metric metric, ulong seed = 0, int resamples = Bootstrap.Resamples)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(metric);
        first.RequireSameExamples(second);
        Interval interval = SequenceBootstrap.Intervals(
            first.Starts, (example, _) => metric.Of(first.Ranks[example]) - metric.Of(second.Ranks[example]), 1, resamples, seed)[0];
        return new PairedDifference(first.Metrics[metric] - second.Metrics[metric], interval);
    }
}
