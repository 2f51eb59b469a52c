using System.Globalization;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Logs;
using Spectre.Console;

namespace OnDeviceRec.Cli.Output;

/// <summary>What became of a log, as tables.</summary>
internal static class PreparationScreen
{
    public static void Show(IAnsiConsole console, PreparedLog prepared, string folder)
    {
        (PreparationRules rules, ReadCounts read) = (prepared.Rules, prepared.Read);
        Table table = Tables.New("what became of the log", "sequences", "events");
        Row("rows", null, read.Rows);
        Row("  unreadable", null, read.Unreadable);
        Row("  of other kinds of events", null, read.OtherEvents);
        Row("  without a user or session", null, read.NoOwner);
        Row("  without an item", null, read.NoItem);
        Row("  without a time", null, read.NoTime);
        Row(Invariant($"events of {prepared.SeenItems:N0} items by {prepared.Owners:N0} users or sessions"), null, read.Events);
        Row("  an item right after itself", null, prepared.MergedRepeats);
        CountRow("cut into sequences", prepared.Cut);
        CountRow("  across the bounds of the parts", prepared.AcrossTheSplit);
        CountRow(Invariant($"  train: of less than {rules.MinLength} events"), prepared.TooShort);
        Row("  train: before the last ones of a long sequence", null, prepared.CutOff);
        Row(Invariant($"  train: of {prepared.RareItems:N0} items with less than {rules.MinSupport} events"), null, prepared.RareEvents);
        CountRow(Invariant($"  train: of less than {rules.MinLength} events without these"), prepared.Shortened);
        if (prepared.Valid is { } valid) Later("valid", valid);
        Later("test", prepared.Test);
        CountRow("train", prepared.Train);
        if (prepared.Valid is { } part) CountRow("valid", part.Kept);
        CountRow("test", prepared.Test.Kept);
        console.Write(table);
        console.Write(Tables.Pairs(
            [
                ("folder", folder),
                .. read.Columns.Select(one => ($"{one.Key} from", one.Value)),
                ("times", read.TimeFormat),
                .. Kinds(prepared),
                ("items V", Tables.Count(prepared.Items)),
                ("shortest prefix", Tables.Count(rules.MinPrefix)),
                ("train examples", Tables.Count(prepared.Examples(prepared.Train))),
                ("test examples", Tables.Count(prepared.Examples(prepared.Test.Kept))),
                ("first event", Minute(prepared.Start)),
                .. Bound("valid from", prepared.ValidStart),
                .. Bound("test from", prepared.TestStart),
                ("last event", Minute(prepared.End)),
            ]));
        foreach (UnreadableRow bad in read.FirstUnreadable)
            console.WriteLine(PrintableText.Of(Invariant($"Left out {bad.File}, line {bad.Line}: {bad.Problem}.")));

        void Later(string name, LaterPart part)
        {
            Row($"  {name}: before the last ones of a long sequence", null, part.CutOff);
            Row($"  {name}: of items that train does not have", null, part.UnknownEvents);
            CountRow(Invariant($"  {name}: of less than {rules.MinLength} events without these"), part.Short);
        }

        void CountRow(string what, SequenceCount count) => Row(what, count.Sequences, count.Events);

        // What left nothing out is not shown.
        void Row(string what, long? sequences, long events)
        {
            if (what[0] == ' ' && sequences is null or 0 && events == 0) return;
            table.AddRow(what, sequences is { } count ? Tables.Count(count) : string.Empty, Tables.Count(events));
        }
    }

    public static void Show(IAnsiConsole console, PreparedParts prepared, string folder)
    {
        Table table = Tables.New("what the tables hold", "sequences", "events");
        Row("train", prepared.Train);
        if (prepared.Valid is { } valid) Row("valid", valid);
        Row("test", prepared.Test);
        console.Write(table);
        console.Write(Tables.Pairs(
            ("folder", folder),
            ("items V", Tables.Count(prepared.Items)),
            ("shortest prefix", Tables.Count(prepared.MinPrefix)),
            ("train examples", Tables.Count(prepared.Examples(prepared.Train))),
            ("test examples", Tables.Count(prepared.Examples(prepared.Test)))));

        void Row(string part, SequenceCount count) => table.AddRow(part, Tables.Count(count.Sequences), Tables.Count(count.Events));
    }

    private static IEnumerable<(string Name, string Value)> Kinds(PreparedLog prepared) =>
        from one in prepared.Read.Kinds
        let counts = prepared.Rules.Keep.Count == 0 || prepared.Rules.Keep.Contains(one.Key)
        select ($"events {one.Key}", counts ? Tables.Count(one.Value) : $"{Tables.Count(one.Value)}, left out");

    private static IEnumerable<(string Name, string Value)> Bound(string name, DateTimeOffset? time)
    {
        if (time is { } bound) yield return (name, Minute(bound));
    }

    private static string Minute(DateTimeOffset time) => Invariant($"{time:yyyy-MM-dd HH:mm}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
