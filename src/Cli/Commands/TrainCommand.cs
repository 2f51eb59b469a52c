using System.CommandLine;
using System.Text.Json.Nodes;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Data;
using OnDeviceRec.Distillation.Jobs;
using OnDeviceRec.Distillation.Training;
using OnDeviceRec.Models;

namespace OnDeviceRec.Cli.Commands;

internal static class TrainCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "train",
            "Train a teacher: a transformer encoder with a full item table.",
            """
            odrec train --data DATA/tmall --out teacher.odr
            odrec train --data DATA/tmall --out teacher.odr --resume
            odrec train --data DATA/tmall --out teacher.odr --valid 0 --epochs 2 --batch 512
            """);
        Option<string> data = Required.Data(command), file = Required.Add(command, "--out", "The teacher's file.");
        var resume = new Option<bool>("--resume") { Description = "Go on from the checkpoint beside the file." };
        command.Options.Add(resume);
        var training = new TrainingSettings(command, new TrainingOptions());
        var encoder = new EncoderSettings(command, new EncoderOptions());
        var common = new CommonSettings(command);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                Screen screen = common.Open(parsed);
                Dataset dataset = DatasetFolder.ReadTraining(parsed.GetValue(data)!);
                TrainedFile.NoteSkipped(screen, dataset);
                using var progress = new ProgressLine(screen.Errors);
                var jobs = new TrainingJobs(dataset, training.ValidationShare(parsed), progress, cancellation);
                string output = parsed.GetValue(file)!;
                TrainingOutcome outcome = jobs.Teacher(encoder.Read(parsed), training.Read(parsed, common.Seed(parsed)), output, parsed.GetValue(resume));
                TrainingJobs.DeleteCheckpoint(output);
                screen.Show(() => TrainedFile.Json(output, outcome), console => TrainedFile.Tables(console, output, outcome));
                return 0;
            },
            CancellationToken.None));
        return command;
    }
}
