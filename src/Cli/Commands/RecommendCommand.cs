using System.CommandLine;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Jobs;
using OnDeviceRec.Jobs.Lists;
using Spectre.Console;

namespace OnDeviceRec.Cli.Commands;

internal static class RecommendCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "recommend",
            "List the best next items after a session, or after each of many, from the model file, through the device's runtime. "
            + "Ids are the catalog's own where the file has them.",
            """
            odrec recommend --model student.odr --session "12 5 9"
            odrec recommend --model student.odr --session "12 5 9" --top 5 --exclude-seen --json
            odrec recommend --model student.odr --session "shoe-7 sock-3" --exclude sold-out.txt --strict
            odrec recommend --model student.odr --session "12 5 9 5" --why
            odrec recommend --model student.odr --sessions sessions.jsonl --top 10
            odrec recommend --model student.odr --sessions - --bad-lines 0
            """);
        Option<string> file = Required.Model(command);
        Option<string> session = command.Add(
            OptionGroups.Input,
            Checks.NotEmpty(
                new("--session") { Description = "Item ids, oldest first, separated by spaces, or a JSON array of them." }));
        Option<string> sessions = command.Add(
            OptionGroups.Input,
            Checks.NotEmpty(
                new("--sessions")
                {
                    Description = "A file with a session a line, - for standard input: ids, a JSON array of them, or "
                        + "{\"session\": [...], \"id\": ...}. Prints a JSON line a session.",
                    HelpName = "file",
                }));
        Option<int> badLines = command.Add(
            OptionGroups.Input,
            Checks.AtLeast(new("--bad-lines") { Description = "Stop when more lines of --sessions than that are bad." }, 0));
        var settings = new ListSettings(command);
        var common = new CommonSettings(command);
        command.Validators.Add(result =>
        {
            int given = new Option[] { session, sessions }.Count(option => result.GetResult(option) is { Implicit: false });
            if (given != 1) result.AddError("give either '--session' or '--sessions'");
            else if (result.GetResult(badLines) is not null && result.GetResult(sessions) is null)
                result.AddError("'--bad-lines' goes with '--sessions'");
        });
        command.SetAction((parsed, cancellation) =>
        {
            Screen screen = common.Open(parsed);
            ModelFile whole = ModelFile.Read(parsed.GetValue(file)!);
            var model = new DeviceModel(whole);
            var reader = new SessionReader(new ItemNames(model), settings.Strict(parsed));
            ListMaker maker = settings.Read(parsed, whole, model, screen.Note);
            return parsed.GetValue(sessions) is { } name
                ? Task.Run(() => Batch(screen, reader, maker, name, Bad(parsed), cancellation), CancellationToken.None)
                : Task.FromResult(One(screen, reader, maker, parsed.GetValue(session)!));
        });
        return command;

        int Bad(ParseResult parsed) => parsed.GetResult(badLines) is null ? int.MaxValue : parsed.GetValue(badLines);
    }

    private static int One(Screen screen, SessionReader reader, ListMaker maker, string text)
    {
        Session session = reader.Read(text, "--session");
        if (session.Unknown.Length > 0) screen.Note($"--session: the model does not know {session.NamesOfUnknown}; skipped.");
        RecommendedList list = maker.After(session.Items) with { Unknown = session.Unknown };
        screen.Show(list.ToJson, console => console.Write(ListScreen.Table(list)));
        return Application.Done;
    }

    private static int Batch(
        Screen screen, SessionReader reader, ListMaker maker, string name, int badLines, CancellationToken cancellation)
    {
        using var lines = new InputLines(name);
        var batch = new SessionBatch(maker, reader, lines.Name) { Lines = lines.Count(), MostBadLines = badLines };

        // Who sends a line and waits for its list gets it at once.
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = lines.IsStandard };
        using var progress = new ProgressLine(screen.Errors, notesAlone: !Console.IsOutputRedirected);
        batch.Run(lines.Read(cancellation), output, progress, cancellation);
        return Application.Done;
    }
}
