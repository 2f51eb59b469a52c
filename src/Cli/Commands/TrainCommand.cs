using System.CommandLine;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Jobs;

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
            odrec train --data DATA/tmall --out teacher.odr --preset paper
            odrec train --data DATA/tmall --out teacher.odr --preset paper --negatives 4096
            odrec train --data DATA/tmall --out teacher.odr --valid 0 --epochs 6
            """);
        var verb = new TrainingVerb(command, preset => preset.Teacher);
        var preset = new PresetSettings(command);
        var encoder = new EncoderSettings(command);
        var neighbors = new KnnSettings(command);
        Option<int> negatives = Checks.AtLeast(
            new("--negatives") { Description = "Items drawn for a step instead of a softmax over all of them, for catalogs where that is too slow; 0 takes all.", DefaultValueFactory = _ => 0 }, 0);
        command.Options.Add(negatives);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                Preset chosen = preset.Read(parsed);
                return verb.Run(
                    parsed,
                    neighbors.Read(parsed, chosen.Teacher) with { Negatives = parsed.GetValue(negatives) },
                    (jobs, options, output, resume) => jobs.Teacher(encoder.Read(parsed, chosen.Encoder), options, output, resume),
                    cancellation);
            },
            CancellationToken.None));
        return command;
    }
}
