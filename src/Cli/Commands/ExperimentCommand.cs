using System.CommandLine;
using System.Text.Json.Nodes;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Jobs;
using OnDeviceRec.Jobs.Experiments;
using OnDeviceRec.Jobs.Settings;
using Spectre.Console;

namespace OnDeviceRec.Cli.Commands;

internal static class ExperimentCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "experiment",
            "Make a table of docs/results. With --out each row is kept, and a call that was stopped goes on at the row where it stood.",
            """
            odrec experiment agreement --data DATA/tmall --model student.odr
            odrec experiment agreement --data DATA/tmall --model student.odr --out out/agreement --json
            odrec experiment main --data DATA/tmall --config docs/results/jobs/tmall.json --out out/experiments
            """);
        var name = new Argument<string>("name")
        {
            HelpName = "name",
            Description = string.Join('\n', Registry.All.Select(one => $"{one.Name}: {one.Description}")),
        };
        name.CompletionSources.Add([.. Registry.All.Select(one => one.Name)]);
        command.Arguments.Add(name);
        Option<string> data = Required.Data(command);
        Option<string> model = command.Add(
            OptionGroups.Input,
            Checks.NotEmpty(new Option<string>("--model")
            {
                Description =
                    $"The model file, for {string.Join(", ", Registry.All.Where(one => one.NeedsModel).Select(one => one.Name))}.",
            }));
        Option<string> folder = command.Add(
            OptionGroups.Input,
            Checks.NotEmpty(new Option<string>("--out") { Description = "A folder for the rows: NAME.json, and the page NAME.md." }));
        string[] ofJobs = [.. Registry.All.Where(one => one.TakesJob).Select(one => one.Name)];
        Option<string> config = command.Add(
            OptionGroups.Input,
            Checks.NotEmpty(new Option<string>("--config")
            {
                Description = $"The job file that {string.Join(", ", ofJobs)} make variations of [default: the preset copy].",
            }));
        Option<int> seeds = command.Add(
            OptionGroups.Input,
            Checks.AtLeast(
                new Option<int>("--seeds")
                {
                    Description = "How often each of their trainings is done, with seeds one apart.",
                    DefaultValueFactory = _ => 3,
                },
                1));
        var common = new CommonSettings(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(name) is not { } word) return;
            if (Find(word) is not { } experiment)
                result.AddError($"'{word}' is no experiment, it must be {string.Join(" or ", Registry.All.Select(one => one.Name))}");
            else if (experiment.NeedsModel && result.GetResult(model) is null)
                result.AddError($"'--model' is missing, the experiment {word} is about a model file");
            else if (!experiment.NeedsModel && result.GetResult(model) is not null)
                result.AddError($"'--model' is too much, the experiment {word} takes none");
            else if (!experiment.TakesJob && result.GetResult(config) is not null)
                result.AddError($"'--config' is too much, the experiment {word} takes no job");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            ExperimentRun? run = null;
            await Work.Run(
                common.Open(parsed),
                progress =>
                {
                    IExperiment experiment = Find(parsed.GetValue(name)!)!;
                    if (parsed.GetValue(folder) is { } place)
                    {
                        string?[] named = [parsed.GetValue(model), parsed.GetValue(config)];
                        ExperimentRun.RequireApart(
                            experiment, place, [.. DatasetFolder.Files(parsed.GetValue(data)!), .. named.OfType<string>()]);
                    }

                    Dataset dataset = DatasetReading.Whole(parsed.GetValue(data)!, progress, cancellation);
                    run = new ExperimentRun(experiment, dataset, parsed.GetValue(folder))
                    {
                        Model = parsed.GetValue(model),
                        Job = JobOf(parsed.GetValue(config)),
                        Seed = common.Seed(parsed),
                        Seeds = parsed.GetValue(seeds),
                        Command = CommandLine.Of(parsed),
                        Progress = progress,
                        Cancellation = cancellation,
                    };
                    Run(experiment, run);
                    return run;
                },
                result => result.ToJson(),
                (console, result) => console.Write(Table(Find(parsed.GetValue(name)!)!, result))).ConfigureAwait(false);
            if (run!.Fault is not { } fault) return Application.Done;
            await Console.Error.WriteLineAsync($"odrec: {PrintableText.Of(fault)}").ConfigureAwait(false);
            return Application.Failed;
        });
        return command;
    }

    // What trainings say is meant for verbs that have --resume.
    private static void Run(IExperiment experiment, ExperimentRun run)
    {
        try
        {
            experiment.Run(run);
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException(
                run.Folder is { } folder
                    ? $"stopped; {folder} holds what is done, the same command goes on from there by itself."
                    : "stopped; without --out nothing is kept.",
                e,
                run.Cancellation);
        }
    }

    private static JobOptions JobOf(string? file)
    {
        JobOptions preset = JobResolver.Start(JobVerbs.Run, file is null ? null : JobFile.PresetOf(file));
        return file is null ? preset : JobFile.Apply(preset, JobVerbs.Run, file);
    }

    private static IExperiment? Find(string name) => Registry.All.FirstOrDefault(one => one.Name == name);

    // A single row reads better from top to bottom.
    private static Table Table(IExperiment experiment, ExperimentRun run)
    {
        if (run.Rows is [ExperimentRow single]) return Tables.Pairs([.. experiment.Heads.Zip(single.Cells)]);
        Table table = Tables.New(experiment.Heads[0], [.. experiment.Heads.Skip(1)]);
        foreach (ExperimentRow row in run.Rows) table.AddRow([.. row.Cells.Select(Tables.Cell)]);
        return table;
    }
}
