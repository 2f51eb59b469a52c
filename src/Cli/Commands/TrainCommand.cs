using System.CommandLine;
using OnDeviceRec.Cli.Settings;
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
            odrec train --data DATA/tmall --out teacher.odr --negatives 4096
            odrec train --data DATA/tmall --out teacher.odr --valid 0 --epochs 2 --batch 512
            """);
        var verb = new TrainingVerb(command, new TrainingOptions());
        var encoder = new EncoderSettings(command, new EncoderOptions());
        Option<int> negatives = Checks.AtLeast(
            new("--negatives") { Description = "Items drawn for a step instead of a softmax over all of them, for catalogues where that is too slow; 0 takes all.", DefaultValueFactory = _ => 0 }, 0);
        command.Options.Add(negatives);
        command.SetAction((parsed, cancellation) => Task.Run(
            () => verb.Run(
                parsed,
                (jobs, options, output, resume) => jobs.Teacher(encoder.Read(parsed), options with { Negatives = parsed.GetValue(negatives) }, output, resume),
                cancellation),
            CancellationToken.None));
        return command;
    }
}
