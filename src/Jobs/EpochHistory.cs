using System.Globalization;
using System.Text.Json.Nodes;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs;

/// <summary>The epochs of trainings, one by one: from them a reader sees why an epoch was chosen.</summary>
internal static class EpochHistory
{
    /// <summary>An object an epoch; what validation would say is null where there is none.</summary>
    /// <param name="training">The training.</param>
    public static JsonArray ToJson(TrainingOutcome training) =>
    [
        .. from epoch in training.Epochs
           select new JsonObject
           {
               ["epoch"] = epoch.Epoch + 1,
               ["loss"] = epoch.Loss,
               ["losses"] = new JsonObject(LossTerms.Names.Zip(
                   epoch.Terms.Values, (name, value) => KeyValuePair.Create(name, (JsonNode?)value))),
               ["seconds"] = epoch.Seconds,
               ["hitRate20"] = epoch.Valid?.HitRate20,
               ["reciprocalRank20"] = epoch.Valid?.ReciprocalRank20,
               ["gain10"] = epoch.Valid?.Gain10,
           },
    ];

    /// <summary>
    /// A table with a row an epoch and a column for each training that was validated, HR@20 / MRR@20 in percent, the chosen epoch in bold;
    /// null if none was.
    /// </summary>
    /// <param name="trainings">The trainings with their names, in the order of the columns.</param>
    public static string? ToMarkdown(IEnumerable<(string Name, TrainingOutcome Training)> trainings)
    {
        (string Name, TrainingOutcome Training)[] validated =
            [.. trainings.Where(one => one.Training.Epochs.Any(epoch => epoch.Valid is not null))];
        if (validated.Length == 0) return null;
        int epochs = validated.Max(one => one.Training.Epochs.Count);
        return MarkdownTables.Rows(
            ["epoch", .. validated.Select(one => one.Name)],
            from number in Enumerable.Range(0, epochs)
            select (IEnumerable<string>)[
                (number + 1).ToString(CultureInfo.InvariantCulture), .. validated.Select(one => Cell(one.Training, number))]);
    }

    private static string Cell(TrainingOutcome training, int number)
    {
        if (number >= training.Epochs.Count || training.Epochs[number].Valid is not { } valid) return "–";
        string metrics = string.Create(
            CultureInfo.InvariantCulture, $"{100 * valid.HitRate20:F2} / {100 * valid.ReciprocalRank20:F2}");
        return training.Best?.Epoch == number ? $"**{metrics}**" : metrics;
    }
}
