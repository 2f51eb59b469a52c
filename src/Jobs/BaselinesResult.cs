using OnDeviceRec.Evaluation;

namespace OnDeviceRec.Jobs;

/// <summary>What needs no training, on the same examples.</summary>
/// <param name="Popularity">POP.</param>
/// <param name="SessionPopularity">S-POP.</param>
/// <param name="Neighbours">Sequence-kNN.</param>
/// <param name="WithRepeats">Sequence-kNN with repeat counts.</param>
public sealed record BaselinesResult(
    EvaluationResult Popularity, EvaluationResult SessionPopularity, NeighbourResult Neighbours, NeighbourResult WithRepeats)
{
    /// <summary>All results with their names, in the order of the tables.</summary>
    public IReadOnlyList<(string Name, EvaluationResult Result)> Rows =>
        [("POP", Popularity), ("S-POP", SessionPopularity), .. Tuned.Select(row => (row.Name, row.Result.Evaluation))];

    /// <summary>Those of them that have settings.</summary>
    public IReadOnlyList<(string Name, NeighbourResult Result)> Tuned => [("kNN", Neighbours), ("kNN+repeats", WithRepeats)];
}
