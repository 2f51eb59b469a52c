using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Data;
using OnDeviceRec.Data.Layouts;
using Spectre.Console;

namespace OnDeviceRec.Cli.Commands;

internal static class PrepareCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "prepare",
            "Make a data set of a public log as it is downloaded: cut into sequences, the last days for the test, rare items dropped.",
            """
            odrec prepare --layout tmall user_log_format1.csv --out DATA/tmall-log
            odrec prepare --layout retailrocket archive.zip --out DATA/retailrocket-log --test-days 14
            odrec prepare --layout diginetica train-item-views.csv --out DATA/diginetica --min-support 10 --min-length 3 --json
            """);
        var log = new Argument<string>("log") { Description = "The log's file, or the .zip of the release that holds it." };
        command.Arguments.Add(log);
        Option<string> layout = Checks.OneOf(
            new("--layout") { Description = $"Whose log it is: {Files()}.", Required = true },
            [.. LogLayout.All.Select(known => known.Name)]);
        command.Options.Add(layout);
        Option<string> output = Required.Add(command, "--out", "The data set's folder; an older data set there is replaced.");
        Option<int> support = Checks.AtLeast(
            new("--min-support") { Description = "Occurrences in the train sequences that an item needs" + Default(d => d.MinSupport) }, 1);
        Option<int> length = Checks.AtLeast(
            new("--min-length") { Description = "Items that a sequence needs" + Default(d => d.MinLength) }, 2);
        Option<int> days = Checks.AtLeast(
            new("--test-days") { Description = "The log's last days that make the test" + Default(d => d.TestDays) }, 1);
        foreach (Option option in (Option[])[support, length, days]) command.Options.Add(option);
        var common = new CommonSettings(command);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                Screen screen = common.Open(parsed);
                (string from, string to) = (parsed.GetValue(log)!, parsed.GetValue(output)!);
                LogLayout chosen = LogLayout.All.First(known => known.Name == parsed.GetValue(layout));
                PreparationOptions options = chosen.Defaults;
                int minLength = TrainingSettings.Given(parsed, length, options.MinLength);
                options = new PreparationOptions(
                    TrainingSettings.Given(parsed, support, options.MinSupport),
                    minLength,
                    Math.Min(options.MinPrefix, minLength - 1),
                    TrainingSettings.Given(parsed, days, options.TestDays));
                PreparedDataset prepared;
                using (var progress = new ProgressLine(screen.Errors))
                    prepared = SessionPreparation.Run(from, chosen, options, progress, cancellation);
                (Dataset dataset, PreparationReport report) = prepared;
                DatasetFolder.Write(dataset, to);
                foreach ((int line, string problem) in report.Log.Unreadable.First)
                    screen.Note($"Left out {from}, line {line}: {problem}.");
                screen.Show(() => Json(dataset, report), console => Show(console, dataset, report, to));
                return 0;
            },
            CancellationToken.None));
        return command;
    }

    private static string Files() => string.Join(", ", LogLayout.All.Select(layout => $"{layout.Name} ({layout.FileName})"));

    private static string Default(Func<PreparationOptions, object> value) =>
        PresetDefaults.Text([.. LogLayout.All.Select(layout => (layout.Name, layout.Defaults))], value);

    private static JsonObject Json(Dataset dataset, PreparationReport report) => new()
    {
        ["name"] = dataset.Name,
        ["minSupport"] = report.Options.MinSupport,
        ["minLength"] = report.Options.MinLength,
        ["minPrefix"] = report.Options.MinPrefix,
        ["testDays"] = report.Options.TestDays,
        ["lines"] = report.Log.Lines,
        ["unreadableLines"] = report.Log.Unreadable.Count,
        ["firstUnreadable"] = new JsonArray(
            [.. report.Log.Unreadable.First.Select(bad => new JsonObject { ["line"] = bad.Line, ["problem"] = bad.Problem })]),
        ["otherActions"] = report.Log.OtherActions,
        ["views"] = report.Log.Views,
        ["viewedItems"] = report.Log.Items,
        ["start"] = Iso(report.Start),
        ["split"] = Iso(report.Split),
        ["end"] = Iso(report.End),
        ["cut"] = Count(report.Cut),
        ["acrossTheSplit"] = Count(report.AcrossTheSplit),
        ["rounds"] = report.Rounds,
        ["rareEvents"] = report.RareEvents,
        ["shortTrain"] = Count(report.ShortTrain),
        ["unknownEvents"] = report.UnknownEvents,
        ["shortTest"] = Count(report.ShortTest),
        ["items"] = dataset.Items,
        ["train"] = Part(dataset.Train, dataset.MinPrefix),
        ["test"] = Part(dataset.Test, dataset.MinPrefix),
    };

    private static JsonObject Count(SequenceCount count) => new() { ["sequences"] = count.Sequences, ["events"] = count.Events };

    private static JsonObject Part(Sequences part, int minPrefix) => new()
    {
        ["sequences"] = part.Count,
        ["events"] = part.ItemCount,
        ["examples"] = Examples(part, minPrefix),
    };

    // Every sequence is longer than the shortest prefix.
    private static int Examples(Sequences part, int minPrefix) => part.ItemCount - (part.Count * minPrefix);

    private static void Show(IAnsiConsole console, Dataset dataset, PreparationReport report, string folder)
    {
        (LogCounts log, PreparationOptions options) = (report.Log, report.Options);
        Table table = Tables.New("what became of the log", "sequences", "events");
        Row("lines", null, log.Lines);
        Row("  unreadable", null, log.Unreadable.Count);
        Row("  other actions than views", null, log.OtherActions);
        CountRow(Invariant($"views of {log.Items:N0} items, cut into sequences"), report.Cut);
        CountRow(Invariant($"  across the start of the test, {report.Split:yyyy-MM-dd HH:mm}"), report.AcrossTheSplit);
        Row(Invariant($"  train: of items with less than {options.MinSupport} of them"), null, report.RareEvents);
        CountRow(Invariant($"  train: of less than {options.MinLength} items"), report.ShortTrain);
        Row("  test: of items that train does not have", null, report.UnknownEvents);
        CountRow(Invariant($"  test: of less than {options.MinLength} items"), report.ShortTest);
        CountRow("train", report.Train);
        CountRow("test", report.Test);
        console.Write(table);
        console.Write(Tables.Pairs(
            ("folder", folder),
            ("items V", Tables.Count(dataset.Items)),
            ("shortest prefix", Tables.Count(dataset.MinPrefix)),
            ("train examples", Tables.Count(Examples(dataset.Train, dataset.MinPrefix))),
            ("test examples", Tables.Count(Examples(dataset.Test, dataset.MinPrefix))),
            ("first event", Invariant($"{report.Start:yyyy-MM-dd HH:mm}")),
            ("test from", Invariant($"{report.Split:yyyy-MM-dd HH:mm}")),
            ("last event", Invariant($"{report.End:yyyy-MM-dd HH:mm}"))));

        void CountRow(string what, SequenceCount count) => Row(what, count.Sequences, count.Events);

        void Row(string what, int? sequences, int events) =>
            table.AddRow(what, sequences is int count ? Tables.Count(count) : string.Empty, Tables.Count(events));
    }

    private static string Iso(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
