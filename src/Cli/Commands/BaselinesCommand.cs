using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Data;
using OnDeviceRec.Jobs;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Baselines.SequenceKnn;
using Spectre.Console;

namespace OnDeviceRec.Cli.Commands;

internal static class BaselinesCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "baselines",
            "Evaluate what needs no training: POP (the most frequent items), S-POP (the sequence's own items first), and sequence-kNN without and with repeat counts, tuned on validation.",
            """
            odrec baselines --data DATA/tmall
            odrec baselines --data DATA/tmall --json
            odrec baselines --data DATA/tmall --split valid
            """);
        Option<string> data = Required.Data(command);
        var split = new SplitSettings(command);
        var common = new CommonSettings(command);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                Screen screen = common.Open(parsed);
                Dataset dataset = DatasetFolder.Read(parsed.GetValue(data)!);
                TrainedFile.NoteSkipped(screen, dataset);
                (Sequences before, Sequences sequences) = split.Parts(parsed, dataset);
                BaselinesResult result;
                using (var progress = new ProgressLine(screen.Errors))
                    result = BaselinesJob.Run(dataset, sequences, before, SplitSettings.DefaultValidationShare, progress, cancellation);
                screen.Show(() => Json(result, common.Seed(parsed)), console => Show(console, result));
                return 0;
            },
            CancellationToken.None));
        return command;
    }

    private static JsonObject Json(BaselinesResult result, ulong seed)
    {
        var json = new JsonObject();
        foreach ((string name, EvaluationResult row) in result.Rows) json[name] = EvaluationReport.ToJson(row, seed);
        foreach ((string name, KnnResult row) in result.Tuned)
        {
            json[name]!["settings"] = Settings(row.Options);
            json[name]!["tuningSeconds"] = row.TuningSeconds;
            json[name]!["seconds"] = row.Seconds;
        }

        return json;
    }

    private static void Show(IAnsiConsole console, BaselinesResult result)
    {
        console.Write(Tables.Metrics([.. result.Rows]));
        foreach ((string name, KnnResult row) in result.Tuned)
        {
            string settings = string.Join(", ", Settings(row.Options).Select(setting => $"{setting.Key} {setting.Value}"));
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {settings}; chosen in {row.TuningSeconds:F0} s, evaluated in {row.Seconds:F1} s."));
        }
    }

    private static JsonObject Settings(KnnOptions options)
    {
        var json = new JsonObject
        {
            ["candidates"] = options.Candidates,
            ["neighbors"] = options.Neighbors,
            ["positionDecay"] = options.PositionDecay,
            ["itemDecay"] = options.ItemDecay,
        };
        if (options.RepeatWeight > 0)
        {
            json["repeatWeight"] = options.RepeatWeight;
            json["repeatRecency"] = options.RepeatRecency;
        }

        return json;
    }
}
