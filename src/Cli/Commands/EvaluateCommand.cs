using System.CommandLine;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Jobs;
using OnDeviceRec.Jobs.Reports;
using Spectre.Console;

namespace OnDeviceRec.Cli.Commands;

internal static class EvaluateCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "evaluate",
            "Rank the whole catalog for every example of a split, from the model file, through the device's runtime.",
            """
            odrec evaluate --model student.odr --data DATA/tmall
            odrec evaluate --model student.odr --data DATA/tmall --split valid --json
            odrec evaluate --model student.odr --data DATA/tmall --report student.html
            """);
        Option<string> file = Required.Model(command), data = Required.Data(command), split = SplitSettings.Add(command);
        Option<string> report = command.Add(
            OptionGroups.Input,
            Checks.NotEmpty(
                new("--report") { Description = "A page of HTML to write: figures, lists, sizes and times.", HelpName = "file" }));
        var common = new CommonSettings(command);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetValue(file)!;
            return Work.Run(
                common.Open(parsed),
                progress => EvaluationJob.Run(
                    path,
                    parsed.GetValue(data)!,
                    SplitSettings.Read(parsed, split),
                    parsed.GetValue(report) is { } page ? new PageRequest(page, CommandLine.Of(parsed), common.Seed(parsed)) : null,
                    progress,
                    cancellation),
                result => EvaluationReport.ToJson(result, common.Seed(parsed)),
                (console, result) =>
                {
                    Tables.WriteMetrics(console, (Path.GetFileName(path), result));
                    console.Write(Tables.Slices(result));
                });
        });
        return command;
    }
}
