using System.Globalization;
using System.Text.Json.Nodes;
using OnDeviceRec.Baselines.SequenceKnn;

namespace OnDeviceRec.Jobs.Tuning;

/// <summary>What a tuning came to.</summary>
/// <param name="Job">The job with the chosen settings, which has nothing to tune any more.</param>
/// <param name="Chosen">The best of the trials, or null where nothing was tried.</param>
/// <param name="Trials">All of them, in order.</param>
/// <param name="Neighbors">The settings of sequence-kNN for pseudo-labels, or null where none were needed.</param>
public sealed record TuningResult(JobOptions Job, TuningTrial? Chosen, IReadOnlyList<TuningTrial> Trials, KnnOptions? Neighbors)
{
    /// <summary><c>{"chosen": {…}, "trials": [{…}]}</c>: settings, and metrics on validation as fractions.</summary>
    public JsonObject ToJson() => new()
    {
        ["chosen"] = Chosen is null ? null : Of(Chosen),
        ["trials"] = new JsonArray([.. Trials.Select(Of)]),
    };

    /// <summary>A trial's settings, such as <c>timeDecay 3, knnLabels 0.5, dropout 0.3</c>.</summary>
    /// <param name="trial">The trial.</param>
    public static string Text(TuningTrial trial) =>
        string.Join(", ", trial.Settings.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key} {one.Value}")));

    private static JsonObject Of(TuningTrial trial)
    {
        var json = new JsonObject();
        foreach ((string key, double value) in trial.Settings) json[key] = value;
        json["HR@20"] = trial.Valid.HitRate20;
        json["MRR@20"] = trial.Valid.ReciprocalRank20;
        json["NDCG@10"] = trial.Valid.Gain10;
        return json;
    }
}
