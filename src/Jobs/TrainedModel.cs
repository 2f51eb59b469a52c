using System.Text.Json.Nodes;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs;

/// <summary>What <c>train</c> and <c>distill</c> came to.</summary>
/// <param name="Description">The file.</param>
/// <param name="Training">How it was trained, or by what training its epochs were chosen.</param>
/// <param name="Refit">How it was trained on all sequences after that, or null.</param>
public sealed record TrainedModel(ModelDescription Description, TrainingOutcome Training, TrainingOutcome? Refit = null)
{
    /// <summary>The time of all epochs.</summary>
    public double Seconds => Training.Seconds + (Refit?.Seconds ?? 0);

    /// <summary>The description, and epochs, best epoch, its validation metrics and the time.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = Description.ToJson();
        json["epochs"] = Training.Epochs.Count;
        json["bestEpoch"] = Training.Best?.Epoch + 1;
        json["valid"] = Training.Best?.Valid is { } valid
            ? new JsonObject { ["HR@20"] = valid.HitRate20, ["MRR@20"] = valid.ReciprocalRank20, ["NDCG@10"] = valid.Gain10 }
            : null;
        json["seconds"] = Seconds;
        return json;
    }
}
