using System.CommandLine;
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
            """);
        var logs = new Argument<string[]>("log")
        {
            Description = "The log: files, folders and patterns of .csv, .tsv, .txt, .dat, .inter, .json, .jsonl and .parquet, "
                + "also as .gz or .zst, or a .zip with one.",
            Arity = ArgumentArity.OneOrMore,
        };
        logs.Validators.Add(result =>
        {
            IEnumerable<string> words = result.Tokens.Select(token => token.Value);
            foreach (string word in words.Where(word => word.StartsWith("--", StringComparison.Ordinal)))
                result.AddError($"'{word}' is not known here{Suggestion.Question(word, command.Options.Select(option => option.Name))}");
        });
        command.Arguments.Add(logs);
        Option<string> output = Required.Add(command, "--out", "The data set's folder.");
        Option<bool> force = command.Add(
            OptionGroups.Input, new Option<bool>("--force") { Description = "Replace the data set that is in the folder already." });
        var reading = new LogSettings(command);
        var rules = new PreparationSettings(command);
        var common = new CommonSettings(command);
        command.SetAction((parsed, cancellation) =>
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
        });
        return command;
    }
}
