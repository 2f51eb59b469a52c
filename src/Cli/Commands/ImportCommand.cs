using System.CommandLine;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Jobs;

namespace OnDeviceRec.Cli.Commands;

internal static class ImportCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "import",
            "Make a teacher of a model that was trained elsewhere, such as RecBole's SASRec.",
            """
            odrec import --safetensors sasrec.safetensors --heads 2 --out teacher.odr
            odrec import --safetensors sasrec.safetensors --data DATA/tmall --out teacher.odr
            """);
        Option<string> from = Required.Add(command, "--safetensors", "The model's weights, with the names of RecBole's SASRec.");
        Option<string> output = Required.Add(command, "--out", "The model file to write.");
        Option<int?> heads = command.Add(
            OptionGroups.Input,
            new Option<int?>("--heads") { Description = "Attention heads; what n_heads of the file's metadata says unless given." });
        heads.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<int?>() is { } given and not (>= 1 and <= ModelConfiguration.MaxWidth))
                result.AddError($"--heads is '{given}', it must be a whole number from 1 to {ModelConfiguration.MaxWidth}");
        });
        Option<string> data = command.Add(
            OptionGroups.Input,
            Checks.NotEmpty(new Option<string>("--data")
            {
                Description = "The data set whose items the model's are: their number is checked, and their ids go into the file.",
            }));
        var common = new CommonSettings(command);
        command.SetAction((parsed, cancellation) => Work.Run(
            common.Open(parsed),
            progress => InterchangeJob.Import(
                parsed.GetValue(from)!, parsed.GetValue(heads), parsed.GetValue(data), parsed.GetValue(output)!, progress, cancellation),
            model => model.ToJson(),
            ModelScreen.Show));
        return command;
    }
}
