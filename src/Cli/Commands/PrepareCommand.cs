using System.CommandLine;
using System.Globalization;
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
        const string Cut = "Preparation";
        var log = new Argument<string>("log") { Description = "The log's file, or the .zip of the release that holds it." };
        command.Arguments.Add(log);
        Option<string> layout = command.Add(
            OptionGroups.Input,
            Checks.OneOf(
                new("--layout") { Description = $"Whose log it is: {Files()}.", Required = true },
                [.. LogLayout.All.Select(known => known.Name)]));
        Option<string> output = Required.Add(command, "--out", "The data set's folder; an older data set there is replaced.");
        Option<int?> support = command.Add(
            Cut, AtLeast("--min-support", "Occurrences in the train sequences that an item needs", d => d.MinSupport, 1));
        Option<int?> length = command.Add(Cut, AtLeast("--min-length", "Items that a sequence needs", d => d.MinLength, 2));
        Option<int?> days = command.Add(Cut, AtLeast("--test-days", "The log's last days that make the test", d => d.TestDays, 1));
        var common = new CommonSettings(command);
        command.SetAction((parsed, cancellation) =>
        {
            (string from, string to) = (parsed.GetValue(log)!, parsed.GetValue(output)!);
            return Work.Run(
                common.Open(parsed),
                progress =>
                {
                    LogLayout chosen = LogLayout.All.First(known => known.Name == parsed.GetValue(layout));
                    PreparationOptions options = chosen.Defaults.With(
                        parsed.GetValue(support), parsed.GetValue(length), parsed.GetValue(days));
                    PreparedDataset prepared = SessionPreparation.Run(from, chosen, options, progress, cancellation);
                    DatasetFolder.Write(prepared.Dataset, to);
                    foreach ((int line, string problem) in prepared.Report.Log.Unreadable.First)
                        progress.Note($"Left out {from}, line {line}: {problem}.");
                    return prepared;
                },
                prepared => prepared.ToJson(),
                (console, prepared) => Show(console, prepared, to));
        });
        return command;
    }

    private static string Files() => string.Join(", ", LogLayout.All.Select(layout => $"{layout.Name} ({layout.FileName})"));

    private static Option<int?> AtLeast(string name, string description, Func<PreparationOptions, int> value, int least) => Checks.Check(
        new Option<int?>(name)
        {
            Description = $"{description} "
                + $"[default: {string.Join(", ", LogLayout.All.Select(one => $"{one.Name} {value(one.Defaults)}"))}].",
        },
        word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least,
        $"it must be a whole number, at least {least}");

    private static void Show(IAnsiConsole console, PreparedDataset prepared, string folder)
    {
        (Dataset dataset, PreparationReport report) = prepared;
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
            ("train examples", Tables.Count(prepared.TrainExamples)),
            ("test examples", Tables.Count(prepared.TestExamples)),
            ("first event", Invariant($"{report.Start:yyyy-MM-dd HH:mm}")),
            ("test from", Invariant($"{report.Split:yyyy-MM-dd HH:mm}")),
            ("last event", Invariant($"{report.End:yyyy-MM-dd HH:mm}"))));

        void CountRow(string what, SequenceCount count) => Row(what, count.Sequences, count.Events);

        void Row(string what, int? sequences, int events) =>
            table.AddRow(what, sequences is int count ? Tables.Count(count) : string.Empty, Tables.Count(events));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
