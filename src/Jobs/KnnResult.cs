using System.Text.Json.Nodes;
using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Evaluation;

namespace OnDeviceRec.Jobs;

/// <summary>A sequence-kNN that was tuned and evaluated.</summary>
/// <param name="Options">The settings that validation chose.</param>
/// <param name="TuningSeconds">How long choosing them took.</param>
/// <param name="Evaluation">What it does on the split.</param>
/// <param name="Seconds">How long that took.</param>
public sealed record KnnResult(KnnOptions Options, double TuningSeconds, EvaluationResult Evaluation, double Seconds)
{
    /// <summary>The settings by their names.</summary>
    public JsonObject Settings()
    {
        var json = new JsonObject
        {
            ["candidates"] = Options.Candidates,
            ["neighbors"] = Options.Neighbors,
            ["positionDecay"] = Options.PositionDecay,
            ["itemDecay"] = Options.ItemDecay,
        };
        if (Options.RepeatWeight > 0)
        {
            json["repeatWeight"] = Options.RepeatWeight;
            json["repeatRecency"] = Options.RepeatRecency;
        }

        return json;
    }
}
