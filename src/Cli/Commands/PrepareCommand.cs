using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Data.Logs;
using OnDeviceRec.Jobs.Settings;

namespace OnDeviceRec.Cli.Commands;

internal static class PrepareCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "prepare",
            "Make a data set of a log of events: CSV, TSV, JSON lines or Parquet, a file, many or folders of them, packed or not. "
            + "Columns are known by their usual names, and shown.",
            """
            odrec prepare events.csv --out DATA/shop
            odrec prepare logs/*.parquet --out DATA/shop --user customer --item sku --time created --gap 1h
            odrec prepare events.jsonl.gz --out DATA/shop --event type --keep view,cart --test-days 7 --min-support 10
            odrec prepare clicks.txt --out DATA/shop --columns session,time,item --delimiter ";" --time-format "%d.%m.%Y %H:%M"
            odrec prepare --layout retailrocket archive.zip --out DATA/retailrocket-log --test-days 14
            odrec prepare --layout movielens ratings.dat --out DATA/movielens --json
            odrec prepare --print-sql --gap 1h --min-support 10
            odrec prepare --from-parts parts --out DATA/shop
            """);
        var logs = new Argument<string[]>("log")
        {
            Description = "The log: files, folders and patterns of .csv, .tsv, .txt, .dat, .inter, .json, .jsonl and .parquet, "
                + "also as .gz or .zst, or a .zip with one.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        logs.Validators.Add(result =>
        {
            IEnumerable<string> words = result.Tokens.Select(token => token.Value);
            foreach (string word in words.Where(word => word.StartsWith("--", StringComparison.Ordinal)))
                result.AddError($"'{word}' is not known here{Suggestion.Question(word, command.Options.Select(option => option.Name))}");
        });
        command.Arguments.Add(logs);
        Option<string> output = command.Add(
            OptionGroups.Input,
            Checks.NotEmpty(new Option<string>("--out") { Description = "The data set's folder. Required, but for --print-sql." }));
        Option<bool> force = command.Add(
            OptionGroups.Input, new Option<bool>("--force") { Description = "Replace the data set that is in the folder already." });
        Option<bool> printSql = command.Add(
            OptionGroups.Input,
            new Option<bool>("--print-sql")
            {
                Description = "Print the SQL text with the settings that are given, to run where the log is, such as on Spark; "
                    + "no log is read.",
            });
        Option<string> fromParts = command.Add(
            OptionGroups.Input,
            Checks.NotEmpty(new Option<string>("--from-parts")
            {
                Description = "In place of a log: the folder of the tables that the SQL text left there, as Parquet.",
            }));
        var reading = new LogSettings(command);
        var rules = new PreparationSettings(command);
        var common = new CommonSettings(command);
        command.Validators.Add(RequireOne);
        command.SetAction((parsed, cancellation) =>
        {
            if (parsed.GetValue(printSql)) return Task.FromResult(Print(parsed));
            return parsed.GetValue(fromParts) is null ? Prepare(parsed, cancellation) : Assemble(parsed, cancellation);
        });
        return command;

        Task<int> Prepare(ParseResult parsed, CancellationToken cancellation)
        {
            PreparationOptions options = reading.Read(
                parsed,
                new PreparationOptions(parsed.GetValue(logs)!, parsed.GetValue(output)!, rules.Read(parsed, reading.Layout(parsed)))
                {
                    CutsSessions = rules.CutsSessions(parsed),
                    Replace = parsed.GetValue(force),
                    Threads = common.Threads(parsed),
                });
            return Work.Run(
                common.Open(parsed),
                progress => LogPreparation.Run(options, progress, cancellation),
                prepared => prepared.ToJson(),
                (console, prepared) => PreparationScreen.Show(console, prepared, options.Folder));
        }

        Task<int> Assemble(ParseResult parsed, CancellationToken cancellation)
        {
            var options = new PartsOptions(parsed.GetValue(fromParts)!, parsed.GetValue(output)!)
            {
                Replace = parsed.GetValue(force),
                Memory = reading.Memory(parsed),
                Threads = common.Threads(parsed),
            };
            return Work.Run(
                common.Open(parsed),
                progress => PartsPreparation.Run(options, progress, cancellation),
                prepared => prepared.ToJson(),
                (console, prepared) => PreparationScreen.Show(console, prepared, options.Folder));
        }

        int Print(ParseResult parsed)
        {
            string text = LogPreparation.SqlTextOf(rules.Read(parsed, reading.Layout(parsed)), rules.CutsSessions(parsed));
            common.Open(parsed).Show(() => new JsonObject { ["sql"] = text }, console => console.Profile.Out.Writer.Write(text));
            return Application.Done;
        }

        // A log, the tables of one, or none: what belongs to another of these is too much.
        void RequireOne(CommandResult result)
        {
            bool prints = result.GetValue(printSql), assembles = IsGiven(fromParts);
            if (prints && assembles) result.AddError("--print-sql and --from-parts exclude each other");
            else if (prints) Refuse("--print-sql reads no log and writes no data set", [output, force, .. reading.OfReading, rules.OfRows]);
            else if (assembles) Refuse("--from-parts takes a log that is prepared", [.. reading.OfReading, reading.OfRules, .. rules.All]);
            else if (!IsThere(logs)) result.AddError("Required argument 'log' missing for command: 'prepare'");
            if (!prints && !IsGiven(output)) result.AddError("Option '--out' is required");

            void Refuse(string why, Option[] others)
            {
                string? given = IsThere(logs) ? "a log" : others.FirstOrDefault(IsGiven)?.Name;
                if (given is not null) result.AddError($"{given} is too much, {why}");
            }

            bool IsGiven(Option option) => result.GetResult(option) is { Implicit: false };

            bool IsThere(Argument argument) => result.GetResult(argument) is { Tokens.Count: > 0 };
        }
    }
}
