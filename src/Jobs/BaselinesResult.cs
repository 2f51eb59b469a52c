using System.Text.Json.Nodes;
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

    /// <summary>Metrics of every row by its name; tuned ones with <c>settings</c>, <c>tuningSeconds</c> and <c>seconds</c>.</summary>
    /// <param name="seed">Decides the draws of the intervals.</param>
    public JsonObject ToJson(ulong seed)
    {
        var json = new JsonObject();
        foreach ((string name, EvaluationResult row) in Rows) json[name] = EvaluationReport.ToJson(row, seed);
        foreach ((string name, KnnResult row) in Tuned)
        {
            json[name]!["settings"] = row.Settings();
            json[name]!["tuningSeconds"] = row.TuningSeconds;
            json[name]!["seconds"] = row.Seconds;
        }

        return json;
    }
}
