namespace OnDeviceRec.Evaluation;

/// <summary>What a metric says of the place of the one right item in a list.</summary>
public enum MetricKind
{
    /// <summary>Hit rate: 1 if the item is in the list. With one right item it is also recall.</summary>
    HR,

    /// <summary>Mean reciprocal rank: 1 / (rank + 1), rank from 0.</summary>
    MRR,

    /// <summary>Normalized discounted cumulative gain: 1 / log₂(rank + 2), rank from 0; with one right item the ideal gain is 1.</summary>
    NDCG,
}
