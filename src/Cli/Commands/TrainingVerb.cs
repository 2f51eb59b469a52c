using System.CommandLine;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Data;
using OnDeviceRec.Jobs;
using OnDeviceRec.Training;

namespace OnDeviceRec.Cli.Commands;

/// <summary>A verb that trains one model into one file: --data, --out, --resume, the settings of training, and what they lead to.</summary>
internal sealed class TrainingVerb
{
    private readonly Option<string> data, file;
    private readonly Option<bool> resume = new("--resume") { Description = "Go on from the checkpoint beside the file." };
    private readonly TrainingSettings training;
    private readonly CommonSettings common;

    /// <param name="command">The verb.</param>
    /// <param name="training">The settings of a preset that are this verb's.</param>
    public TrainingVerb(Command command, Func<Preset, TrainingOptions> training)
    {
        data = Required.Data(command);
        file = Required.Add(command, "--out", "The model file to write.");
        command.Options.Add(resume);
        this.training = new TrainingSettings(command, [.. Preset.All.Select(preset => (preset.Name, training(preset)))]);
        common = new CommonSettings(command);
    }

    /// <summary>A training: the jobs, its options, the output file and whether to resume lead to an outcome.</summary>
    public delegate TrainingOutcome Training(TrainingJobs jobs, TrainingOptions options, string output, bool resume);

    /// <summary>Runs it; a student's rates are over its teacher's file.</summary>
    public int Run(ParseResult parsed, TrainingOptions preset, Training train, CancellationToken cancellation, string? teacher = null)
    {
        Screen screen = common.Open(parsed);
        Dataset dataset = DatasetFolder.ReadTraining(parsed.GetValue(data)!);
        TrainedFile.NoteSkipped(screen, dataset);
        using var progress = new ProgressLine(screen.Errors);
        var jobs = new TrainingJobs(dataset, training.ValidationShare(parsed), progress, cancellation);
        string output = parsed.GetValue(file)!;
        TrainingOutcome outcome = train(jobs, training.Read(parsed, preset, common.Seed(parsed)), output, parsed.GetValue(resume));
        TrainingJobs.DeleteCheckpoint(output);
        screen.Show(() => TrainedFile.Json(output, teacher, outcome), console => TrainedFile.Tables(console, output, teacher, outcome));
        return 0;
    }
}
