using System.CommandLine;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Data;
using OnDeviceRec.Device;
using OnDeviceRec.Jobs;
using OnDeviceRec.Evaluation;

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
            """);
        Option<string> file = Required.Model(command), data = Required.Data(command);
        var split = new SplitSettings(command);
        var common = new CommonSettings(command);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                Screen screen = common.Open(parsed);
                string path = parsed.GetValue(file)!;
                DeviceModel model = DeviceModel.Load(path);
                Dataset dataset = DatasetFolder.Read(parsed.GetValue(data)!);
                SameCatalog.Require(path, model.Configuration.Items, dataset);
                TrainedFile.NoteSkipped(screen, dataset);
                EvaluationResult result;
                using (var progress = new ProgressLine(screen.Errors))
                    result = new EvaluationJobs(dataset, split.Read(parsed, dataset), progress, cancellation).Model(path, model);
                screen.Show(
                    () => EvaluationReport.ToJson(result, common.Seed(parsed)),
                    console =>
                    {
                        console.Write(Tables.Metrics((Path.GetFileName(path), result)));
                        console.Write(Tables.Slices(result));
                    });
                return 0;
            },
            CancellationToken.None));
        return command;
    }
}
