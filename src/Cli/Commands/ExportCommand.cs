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
            "Write a model's weights for other programs, its item table in full.",
            """
            odrec export --model student.odr --safetensors student.safetensors
            """);
        Option<string> model = Required.Model(command);
        Option<string> to = Required.Add(command, "--safetensors", "The file to write, with the names of RecBole's SASRec.");
        var common = new CommonSettings(command);
        command.SetAction(parsed =>
        {
            Screen screen = common.Open(parsed);
            ExportedModel exported = InterchangeJob.Export(parsed.GetValue(model)!, parsed.GetValue(to)!);
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
