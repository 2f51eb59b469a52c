using System.CommandLine;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Jobs;

namespace OnDeviceRec.Cli.Commands;

internal static class ExportCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "export",
            "Write a model for other programs: its weights, or a graph that lists what the device lists.",
            """
            odrec export --model student.odr --onnx student.onnx
            odrec export --model student.odr --safetensors student.safetensors
            """);
        Option<string> model = Required.Model(command);
        Option<string> onnx = command.Add(
            OptionGroups.Input,
            Checks.NotEmpty(new("--onnx") { Description = "The file to write: an ONNX graph, a history in, the best items out." }));
        Option<string> safetensors = command.Add(
            OptionGroups.Input,
            Checks.NotEmpty(
                new("--safetensors")
                {
                    Description = "The file to write: the weights, with the names of RecBole's SASRec and the item table in full.",
                }));
        command.Validators.Add(result =>
        {
            if (new Option[] { onnx, safetensors }.Count(option => result.GetResult(option) is not null) != 1)
                result.AddError("give one of '--onnx' and '--safetensors'");
        });
        var common = new CommonSettings(command);
        command.SetAction(parsed =>
        {
            Screen screen = common.Open(parsed);
            string from = parsed.GetValue(model)!;
            ExportedModel exported = parsed.GetValue(onnx) is { } graph
                ? InterchangeJob.ExportOnnx(from, graph)
                : InterchangeJob.ExportSafetensors(from, parsed.GetValue(safetensors)!);
            screen.Show(
                exported.ToJson,
                console => console.Write(Tables.Pairs(
                    ("file", exported.File),
                    ("tensors", Tables.Count(exported.Tensors)),
                    ("file bytes", Tables.Count(exported.FileBytes)),
                    ("items V", Tables.Count(exported.Items)),
                    ("width d", Tables.Count(exported.Width)))));
            return Application.Done;
        });
        return command;
    }
}
