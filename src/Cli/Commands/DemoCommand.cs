using System.CommandLine;
using System.Text.Json.Nodes;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Data;
using OnDeviceRec.Device;
using OnDeviceRec.Jobs;
using Spectre.Console;

namespace OnDeviceRec.Cli.Commands;

internal static class DemoCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "demo",
            "The whole job on a built-in synthetic catalog, with a recommended list at the end; writes the data set too.",
            """
            odrec demo
            odrec demo --epochs 1 --out out/short
            """);
        Option<string> folder = Checks.NotEmpty(
            new("--out") { Description = "The folder for the files.", DefaultValueFactory = _ => Path.Combine("out", "demo") });
        command.Options.Add(folder);
        var job = new JobSettings(command, DemoJob.Options);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                Screen screen = job.Common.Open(parsed);
                string output = parsed.GetValue(folder)!;
                Dataset dataset = DemoJob.Prepare(output, job.Common.Seed(parsed));
                MainJobResult result;
                using (var progress = new ProgressLine(screen.Errors))
                    result = MainJob.Run(dataset, job.Read(parsed, resume: false), output, progress, cancellation);
                MainJobReport.Write(result, output, CommandLine.Of(parsed));
                int[] session = DemoJob.Session(dataset);
                (int[] items, float[] scores) = RecommendCommand.List(DeviceModel.Load(result.Student.File), session, top: 10, excludeSeen: false);
                screen.Show(
                    () =>
                    {
                        JsonObject json = MainJobReport.ToJson(result);
                        json["session"] = new JsonArray([.. session.Select(item => (JsonNode)item)]);
                        json["recommended"] = RecommendCommand.Json(items, scores);
                        return json;
                    },
                    console =>
                    {
                        JobScreen.Show(console, result, output);
                        console.WriteLine($"Recommended after the session {string.Join(" ", session)}, by {result.Student.File}:");
                        console.Write(RecommendCommand.Table(items, scores));
                    });
                return 0;
            },
            CancellationToken.None));
        return command;
    }
}
