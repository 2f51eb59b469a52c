using System.CommandLine;
using System.Text.Json.Nodes;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Data;
using OnDeviceRec.Distillation.Jobs;
using OnDeviceRec.Evaluation;

namespace OnDeviceRec.Cli.Commands;

internal static class BaselinesCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "baselines",
            "Evaluate what needs no training: POP (the most frequent items) and S-POP (the sequence's own items first).",
            """
            odrec baselines --data DATA/tmall
            odrec baselines --data DATA/tmall --json
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
                EvaluationResult pop, sPop;
                using (var progress = new ProgressLine(screen.Errors))
                {
                    var jobs = new EvaluationJobs(dataset, split.Read(parsed, dataset), progress, cancellation);
                    (pop, sPop) = (jobs.Popularity(), jobs.SessionPopularity());
                }

                ulong seed = common.Seed(parsed);
                screen.Show(
                    () => new JsonObject { ["POP"] = EvaluationReport.ToJson(pop, seed), ["S-POP"] = EvaluationReport.ToJson(sPop, seed) },
                    console => console.Write(Tables.Metrics(("POP", pop), ("S-POP", sPop))));
                return 0;
            },
            CancellationToken.None));
        return command;
    }
}
