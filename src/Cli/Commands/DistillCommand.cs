using System.CommandLine;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Data;
using OnDeviceRec.Distillation;
using OnDeviceRec.Distillation.Jobs;
using OnDeviceRec.Distillation.Training;

namespace OnDeviceRec.Cli.Commands;

internal static class DistillCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "distill",
            "Distil a student with a compressed item table from a teacher.",
            """
            odrec distill --data DATA/tmall --teacher teacher.odr --out student.odr
            odrec distill --data DATA/tmall --teacher teacher.odr --out student.odr --compression 60
            odrec distill --data DATA/tmall --teacher teacher.odr --out student.odr --con 0 --pre 0
            """);
        Option<string> data = Required.Data(command);
        Option<string> teacher = Required.Add(command, "--teacher", "The teacher's file."), file = Required.Add(command, "--out", "The student's file.");
        var resume = new Option<bool>("--resume") { Description = "Go on from the checkpoint beside the file." };
        command.Options.Add(resume);
        var distillation = new DistillationSettings(command, new LossWeights());
        var training = new TrainingSettings(command, TrainingOptions.Student);
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
                TrainingOutcome outcome = jobs.Student(
                    parsed.GetValue(teacher)!,
                    shape: null,
                    distillation.Compression(parsed),
                    distillation.Weights(parsed),
                    training.Read(parsed, common.Seed(parsed)),
                    output,
                    parsed.GetValue(resume));
                TrainingJobs.DeleteCheckpoint(output);
                screen.Show(() => TrainedFile.Json(output, outcome), console => TrainedFile.Tables(console, output, outcome));
                return 0;
            },
            CancellationToken.None));
        return command;
    }
}
