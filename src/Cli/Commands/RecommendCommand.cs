using System.CommandLine;
using System.CommandLine.Parsing;
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
            odrec recommend --model student.odr --interactive --top 10
            """);
        Option<string> file = Required.Model(command);
        Option<string> session = command.Add(
            OptionGroups.Input,
            Checks.NotEmpty(
                new("--session")
                {
                    Description = "Item ids, oldest first, with spaces or commas between them, or a JSON array of them, "
                        + "such as [\"red shoes\", \"sock-3\"].",
                }));
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
        Option<bool> interactive = command.Add(
            OptionGroups.Input,
            new Option<bool>("--interactive")
            {
                Description = "Type a session item by item, and see how the list changes and what it takes.",
            });
        var settings = new ListSettings(command);
        var common = new CommonSettings(command);
        command.Validators.Add(result =>
        {
            int given = new Option[] { session, sessions, interactive }.Count(option => result.GetResult(option) is { Implicit: false });
            if (given != 1) result.AddError("give one of '--session', '--sessions' and '--interactive'");
            else if (result.GetResult(badLines) is not null && result.GetResult(sessions) is null)
                result.AddError("'--bad-lines' goes with '--sessions'");
            else if (result.GetResult(interactive) is { Implicit: false } && result.GetResult("--json") is OptionResult { Implicit: false })
                result.AddError("'--interactive' is for people and has no '--json'; '--sessions -' answers line by line");
        });
        command.SetAction((parsed, cancellation) =>
        {
            Screen screen = common.Open(parsed);
            ModelFile whole = ModelFile.Read(parsed.GetValue(file)!);
            var model = new DeviceModel(whole);
            var reader = new SessionReader(new ItemNames(model), settings.Strict(parsed));
            ListMaker maker = settings.Read(parsed, whole, model, screen.Note);
            return Task.Run(
                () => parsed.GetValue(sessions) is { } name ? Batch(screen, reader, maker, name, Bad(parsed), cancellation)
                    : parsed.GetValue(interactive) ? Try(screen, reader, maker, new ItemNames(model), cancellation)
                    : One(screen, reader, maker, parsed.GetValue(session)!),
                CancellationToken.None);
        });
        return command;

        int Bad(ParseResult parsed) => parsed.GetResult(badLines) is null ? int.MaxValue : parsed.GetValue(badLines);
    }

    private static int One(Screen screen, SessionReader reader, ListMaker maker, string text)
    {
        Session session = reader.Read(text, "--session");
        if (session.Unknown.Length > 0) screen.Note($"--session: the model does not know {session.NamesOfUnknown}; skipped.");
        RecommendedList list = maker.After(session.Items) with { Unknown = session.Unknown };
        screen.ShowAlone(list.ToJson, console => console.Write(ListScreen.Table(list)));
        return Application.Done;
    }

    private static int Batch(
        Screen screen, SessionReader reader, ListMaker maker, string name, int badLines, CancellationToken cancellation)
    {
        using var lines = new InputLines(name);
        var batch = new SessionBatch(maker, reader, lines.Name) { Lines = lines.Count(), MostBadLines = badLines };

        // Who sends a line and waits for its list gets it at once.
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = lines.IsStandard };
        using var progress = new ProgressLine(screen.Errors, TimeProvider.System, notesAlone: !Console.IsOutputRedirected);
        batch.Run(lines.Read(cancellation), output, progress, cancellation);
        return Application.Done;
    }

    private static int Try(Screen screen, SessionReader reader, ListMaker maker, ItemNames names, CancellationToken cancellation)
    {
        using var lines = new InputLines(InputLines.Standard);
        try
        {
            new TrialScreen(screen, new Trial(maker), reader, names).Run(lines.Read(cancellation));
        }
        catch (OperationCanceledException)
        {
            // Who leaves by Ctrl+C has seen all that there is.
        }

        return Application.Done;
    }
}
