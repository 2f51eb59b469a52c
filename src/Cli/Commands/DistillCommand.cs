using System.CommandLine;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Jobs;
using OnDeviceRec.Jobs.Settings;

namespace OnDeviceRec.Cli.Commands;

internal static class DistillCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "distill",
            "Distill a student with a compressed item table from a teacher.",
            """
            odrec distill --data DATA/tmall --teacher teacher.odr --out student.odr
            odrec distill --data DATA/tmall --teacher teacher.odr --out student.odr --compression 100
            odrec distill --data DATA/tmall --teacher teacher.odr --out student.odr --shape "bits=40 width=64"
            odrec distill --data DATA/tmall --teacher teacher.odr --out student.odr --shape "I=30,1358 J=64,2 R=38"
            odrec distill --data DATA/tmall --teacher teacher.odr --out student.odr --con 0 --pre 0
            mpirun --bind-to none -n 4 odrec distill --data DATA/tmall --teacher teacher.odr --out student.odr
            """)
        {
            RunsOnRanks = true,
        };
        var settings = new JobCommandSettings(command, JobVerbs.Distill);
        command.SetAction((parsed, cancellation) => settings.RunOnRanks(
            parsed,
            (job, progress, sharing) => TrainJob.Student(job, CommandLine.Of(parsed), progress, sharing, cancellation),
            model => model.ToJson(),
            ModelScreen.Show));
        return command;
    }
}
