using System.CommandLine;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Jobs;
using OnDeviceRec.Jobs.Settings;

namespace OnDeviceRec.Cli.Commands;

internal static class RunCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "run",
            "The whole job on a data set: teacher, distilled student, the same student from scratch, evaluation of the files, report.",
            """
            odrec run --data DATA/tmall --out out/tmall
            odrec run --data DATA/tmall --out out/tmall --resume
            odrec run --data DATA/tmall --out out/paper --preset paper
            odrec run --data DATA/tmall --out out/tuned --tune
            odrec run --config out/tmall/job.json --out out/again
            odrec run --data DATA/tmall --out out/quick --epochs 1 --refit false
            """);
        var settings = new JobCommandSettings(command, JobVerbs.Run);
        command.SetAction((parsed, cancellation) => settings.Run(
            parsed,
            (job, progress) => MainJob.Run(job, CommandLine.Of(parsed), progress, cancellation),
            MainJobReport.ToJson,
            JobScreen.Show));
        return command;
    }
}
