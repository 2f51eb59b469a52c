using System.Globalization;
using System.Text.Json.Nodes;

namespace OnDeviceRec.Data.Layouts;

/// <summary>A data set made of a log, and what became of the log's events.</summary>
/// <param name="Dataset">The data set, with the items' own ids.</param>
/// <param name="Report">What was left out, and why.</param>
public sealed record PreparedDataset(Dataset Dataset, PreparationReport Report)
{
    /// <summary>Examples of the train part.</summary>
    public int TrainExamples => Examples(Dataset.Train);

    /// <summary>Examples of the test part.</summary>
    public int TestExamples => Examples(Dataset.Test);

    /// <summary>Counts of what became of the log's lines, times in ISO 8601, and the parts' sequences, events and examples.</summary>
    public JsonObject ToJson() => new()
    {
        ["name"] = Dataset.Name,
        ["minSupport"] = Report.Options.MinSupport,
        ["minLength"] = Report.Options.MinLength,
        ["minPrefix"] = Report.Options.MinPrefix,
        ["testDays"] = Report.Options.TestDays,
        ["lines"] = Report.Log.Lines,
        ["unreadableLines"] = Report.Log.Unreadable.Count,
        ["firstUnreadable"] = new JsonArray(
            [.. Report.Log.Unreadable.First.Select(bad => new JsonObject { ["line"] = bad.Line, ["problem"] = bad.Problem })]),
        ["otherActions"] = Report.Log.OtherActions,
        ["views"] = Report.Log.Views,
        ["viewedItems"] = Report.Log.Items,
        ["start"] = Iso(Report.Start),
        ["split"] = Iso(Report.Split),
        ["end"] = Iso(Report.End),
        ["cut"] = Count(Report.Cut),
        ["acrossTheSplit"] = Count(Report.AcrossTheSplit),
        ["rounds"] = Report.Rounds,
        ["rareEvents"] = Report.RareEvents,
        ["shortTrain"] = Count(Report.ShortTrain),
        ["unknownEvents"] = Report.UnknownEvents,
        ["shortTest"] = Count(Report.ShortTest),
        ["items"] = Dataset.Items,
        ["train"] = Part(Dataset.Train, TrainExamples),
        ["test"] = Part(Dataset.Test, TestExamples),
    };

    private static JsonObject Count(SequenceCount count) => new() { ["sequences"] = count.Sequences, ["events"] = count.Events };

    private static JsonObject Part(Sequences part, int examples) => new()
    {
        ["sequences"] = part.Count,
        ["events"] = part.ItemCount,
        ["examples"] = examples,
    };

    private static string Iso(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    // Every sequence is longer than the shortest prefix.
    private int Examples(Sequences part) => part.ItemCount - (part.Count * Dataset.MinPrefix);
}
