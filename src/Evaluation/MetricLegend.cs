namespace OnDeviceRec.Evaluation;

/// <summary>What the metrics and slices of a report mean; defined once, shown in every report (docs/method.md §4).</summary>
public static class MetricLegend
{
    /// <summary>The meaning of all of them, in a few short sentences.</summary>
    public const string Text =
        "HR@K: share of examples whose next item is among the first K. MRR@K: mean of 1/rank, 0 beyond K. "
        + "NDCG@K: mean of 1/log2(1 + rank), 0 beyond K. "
        + "Rank 1 is the best; the whole catalog is ranked.";

    /// <summary>The same of slices and of how epochs were chosen.</summary>
    public const string Slices =
        "repeat: the next item is in the prefix; new: it is not. "
        + "head: it is one of the fifth of items most frequent in train; tail: it is not. "
        + "Best epoch: the one with the highest validation HR@20 + MRR@20.";
}
