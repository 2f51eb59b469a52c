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
        EvaluationResult first, EvaluationResult second, Metric metric, ulong seed = 0, int resamples = Bootstrap.Resamples) =>
        Difference([first], [second], metric, null, seed, resamples);

    /// <summary>
    /// The same of two models that were each trained with several seeds: an example's value is the mean over a model's seeds.
    /// </summary>
    /// <param name="first">The results of a model, one a seed, at least one.</param>
    /// <param name="second">Those of another one, all on the same examples; not necessarily as many.</param>
    /// <param name="metric">Which metric.</param>
    /// <param name="slice">The slice to look at alone (<see cref="Slice.Name"/>), or null for all examples.</param>
    /// <param name="seed">Decides the draws, and nothing else does.</param>
    /// <param name="resamples">How often the sequences are drawn, at least 1.</param>
    /// <exception cref="ArgumentException">The examples are not the same, or there are none; or there is no such slice.</exception>
    public static PairedDifference Difference(
        IReadOnlyList<EvaluationResult> first,
        IReadOnlyList<EvaluationResult> second,
        Metric metric,
        string? slice = null,
        ulong seed = 0,
        int resamples = Bootstrap.Resamples)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(metric);
        if (first.Count == 0 || second.Count == 0) throw new ArgumentException("PairedBootstrap: there is no result to compare.");
        EvaluationResult one = first[0];
        foreach (EvaluationResult other in first.Skip(1).Concat(second)) one.RequireSameExamples(other);
        ushort wanted = slice is null ? ushort.MaxValue : Slicing.Bit(slice);
        double[] differences = new double[one.ExampleCount];
        double sum = 0;
        int count = 0;
        for (int i = 0; i < differences.Length; i++)
        {
            if (!one.IsIn(i, wanted)) continue;
            differences[i] = Mean(first, i) - Mean(second, i);
            sum += differences[i];
            count++;
        }

        if (count == 0) throw new ArgumentException($"PairedBootstrap: no example is in the slice '{slice}'.", nameof(slice));
        Interval interval = SequenceBootstrap.Intervals(
            one.Starts, (example, _) => differences[example], 1, resamples, seed, example => one.IsIn(example, wanted))[0];
        return new PairedDifference(sum / count, interval);

        double Mean(IReadOnlyList<EvaluationResult> of, int example)
        {
            double total = 0;
            foreach (EvaluationResult result in of) total += metric.Of(result.Ranks[example]);
            return total / of.Count;
        }
    }
}
