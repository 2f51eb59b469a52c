using System.Globalization;
using System.Text.Json.Nodes;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Data;
using OnDeviceRec.Training;
using Spectre.Console;

namespace OnDeviceRec.Cli.Commands;

/// <summary>What <c>train</c> and <c>distill</c> say at their end.</summary>
internal static class TrainedFile
{
    public static JsonObject Json(string file, string? teacher, TrainingOutcome outcome)
    {
        JsonObject json = InspectCommand.Json(file, teacher);
        json["epochs"] = outcome.Epochs.Count;
        json["bestEpoch"] = outcome.Best?.Epoch + 1;
        json["valid"] = outcome.Best?.Valid is { } valid
            ? new JsonObject { ["HR@20"] = valid.HitRate20, ["MRR@20"] = valid.ReciprocalRank20, ["NDCG@10"] = valid.Gain10 }
            : null;
        json["seconds"] = outcome.Seconds;
        return json;
    }

    public static void Tables(IAnsiConsole console, string file, string? teacher, TrainingOutcome outcome)
    {
        InspectCommand.Tables(console, file, teacher);
        string kept = outcome.Best?.Valid is { } valid
            ? $", kept epoch {outcome.Best.Epoch + 1}: validation HR@20 {Output.Tables.Percent(valid.HitRate20)}, MRR@20 {Output.Tables.Percent(valid.ReciprocalRank20)}, NDCG@10 {Output.Tables.Percent(valid.Gain10)}"
            : string.Empty;
        console.WriteLine($"{outcome.Epochs.Count} epochs{kept}; {outcome.Seconds.ToString("F0", CultureInfo.InvariantCulture)} s.");
    }

    public static void NoteSkipped(Screen screen, Dataset dataset)
    {
        SkippedSequences skipped = dataset.Skipped;
        if (skipped.Train + skipped.Test + skipped.Valid == 0) return;
        screen.Note(
            $"Skipped sequences shorter than {dataset.MinPrefix + 1} items: {skipped.Train} in train, {skipped.Test} in test, {skipped.Valid} in valid.");
    }
}
