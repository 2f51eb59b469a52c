using System.CommandLine;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Data;
using OnDeviceRec.Jobs;

namespace OnDeviceRec.Cli.Commands;

internal static class RunCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "run",
            "The whole job on a data set: teacher, distilled student, the same student on its own, evaluation of the files, report.",
            """
            odrec run --data DATA/tmall --out out/tmall
            odrec run --data DATA/tmall --out out/tmall --resume
            odrec run --data DATA/tmall --out out/paper --preset paper
            odrec run --data DATA/tmall --out out/quick --epochs 1 --refit false
            """);
        Option<string> data = Required.Data(command), folder = Required.Add(command, "--out", "The folder for the files and the report.");
        var resume = new Option<bool>("--resume") { Description = "Go on where an interrupted run of the same settings stopped." };
        command.Options.Add(resume);
        var job = new JobSettings(command, JobOptions.Of);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                Screen screen = job.Common.Open(parsed);
                Dataset dataset = DatasetFolder.Read(parsed.GetValue(data)!);
                TrainedFile.NoteSkipped(screen, dataset);
                string output = parsed.GetValue(folder)!;
                MainJobResult result;
                using (var progress = new ProgressLine(screen.Errors))
                    result = MainJob.Run(dataset, job.Read(parsed, parsed.GetValue(resume)), output, progress, cancellation);
                MainJobReport.Write(result, output, CommandLine.Of(parsed));
                screen.Show(() => MainJobReport.ToJson(result), console => JobScreen.Show(console, result, output));
                return 0;
            },
            CancellationToken.None));
        return command;
    }
}
