using OnDeviceRec.Evaluation;

namespace OnDeviceRec.Jobs;

/// <summary>What needs no training, on the same examples.</summary>
/// <param name="Popularity">POP.</param>
/// <param name="SessionPopularity">S-POP.</param>
/// <param name="Neighbors">Sequence-kNN.</param>
/// <param name="WithRepeats">Sequence-kNN with repeat counts.</param>
public sealed record BaselinesResult(
    EvaluationResult Popularity, EvaluationResult SessionPopularity, KnnResult Neighbors, KnnResult WithRepeats)
{
    /// <summary>All results with their names, in the order of the tables.</summary>
    public IReadOnlyList<(string Name, EvaluationResult Result)> Rows =>
        [("POP", Popularity), ("S-POP", SessionPopularity), .. Tuned.Select(row => (row.Name, row.Result.Evaluation))];

    /// <summary>Those of them that have settings.</summary>
    public IReadOnlyList<(string Name, KnnResult Result)> Tuned => [("kNN", Neighbors), ("kNN+repeats", WithRepeats)];
}
