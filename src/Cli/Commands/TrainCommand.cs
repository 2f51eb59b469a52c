using System.CommandLine;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Jobs;
using OnDeviceRec.Jobs.Settings;

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
            odrec train --data DATA/tmall --out teacher.odr --negatives 4096
            odrec train --data DATA/tmall --out teacher.odr --valid 0 --epochs 6
            mpirun --bind-to none -n 4 odrec train --data DATA/tmall --out teacher.odr
            """)
        {
            RunsOnRanks = true,
        };
        var settings = new JobCommandSettings(command, JobVerbs.Train);
        command.SetAction((parsed, cancellation) => settings.RunOnRanks(
            parsed,
            (job, progress, sharing) => TrainJob.Teacher(job, CommandLine.Of(parsed), progress, sharing, cancellation),
            model => model.ToJson(),
            ModelScreen.Show));
        return command;
    }
}
