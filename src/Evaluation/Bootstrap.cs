namespace OnDeviceRec.Evaluation;

/// <summary>95 % intervals of metrics by percentile bootstrap over sequences, not examples.</summary>
public static class Bootstrap
{
    /// <summary>How often the sequences are drawn unless told otherwise.</summary>
    public const int Resamples = 1000;

    /// <summary>The interval of every metric, by its name, in the order of <see cref="Metric.All"/>.</summary>
    /// <param name="result">What was measured.</param>
    /// <param name="seed">Decides the draws, and nothing else does.</param>
    /// <param name="resamples">How often the sequences are drawn, at least 1.</param>
    public static IReadOnlyDictionary<string, Interval> Intervals(EvaluationResult result, ulong seed = 0, int resamples = Resamples)
    {
        ArgumentNullException.ThrowIfNull(result);
        IReadOnlyList<Metric> all = Metric.All;
        Interval[] intervals = SequenceBootstrap.Intervals(
            result.Starts, (example, metric) => all[metric].Of(result.Ranks[example]), all.Count, resamples, seed);
        return new OrderedDictionary<string, Interval>(all.Select(metric => KeyValuePair.Create(metric.Name, intervals[metric.Index])));
    }
}
