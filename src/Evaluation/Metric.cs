namespace OnDeviceRec.Evaluation;

/// <summary>
/// One metric at one cutoff K, such as HR@20: the value of an example, given the rank of its target, averaged over examples.
/// </summary>
public sealed class Metric
{
    /// <summary>The longest list that is asked for: 20 items.</summary>
    public const int MaxCutoff = 20;

    private Metric(int index, MetricKind kind, int cutoff) => (Index, Kind, Cutoff, Name) = (index, kind, cutoff, $"{kind}@{cutoff}");

    /// <summary>HR, MRR and NDCG, each at 5, 10 and 20.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        .. from kind in new[] { MetricKind.HR, MetricKind.MRR, MetricKind.NDCG }
           from place in new[] { (Index: 0, Cutoff: 5), (Index: 1, Cutoff: 10), (Index: 2, Cutoff: MaxCutoff) }
           select new Metric(((int)kind * 3) + place.Index, kind, place.Cutoff),
    ];

    /// <summary>What is measured.</summary>
    public MetricKind Kind { get; }

    /// <summary>K: only the first K items of the list count.</summary>
    public int Cutoff { get; }

    /// <summary>Kind and cutoff, as in "HR@20".</summary>
    public string Name { get; }

    /// <summary>Its place in <see cref="All"/>.</summary>
    internal int Index { get; }

    /// <summary>The metric of a name.</summary>
    /// <param name="name">Such as "HR@20".</param>
    /// <exception cref="ArgumentException">There is no such metric.</exception>
    public static Metric Named(string name) =>
        All.FirstOrDefault(metric => metric.Name == name)
        ?? throw new ArgumentException($"Metric: '{name}' is none of {string.Join(", ", All)}.", nameof(name));

    /// <summary>The value of one example: 0 from rank K on, before that 1, 1 / (rank + 1) or 1 / log₂(rank + 2).</summary>
    /// <param name="rank">Place of the target in the list, from 0.</param>
    public double Of(int rank)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        if (rank >= Cutoff) return 0;
        return Kind switch
        {
            MetricKind.HR => 1,
            MetricKind.MRR => 1.0 / (rank + 1),
            _ => 1 / Math.Log2(rank + 2),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
