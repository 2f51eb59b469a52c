using System.CommandLine;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Jobs;
using OnDeviceRec.Models;

namespace OnDeviceRec.Cli.Commands;

internal static class QuantizeCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "quantize",
            "Store a model's weights in fewer bits: int8 with a scale a row, int4 with a scale an input, or fp16.",
            """
            odrec quantize student.odr --to int8 --out student.int8.odr
            odrec quantize student.odr --to int4 --out student.int4.odr
            odrec quantize student.odr --to int4 --unpacked --out student.int4.odr
            odrec quantize student.odr --to fp16 --out student.fp16.odr --json
            """);
        var file = new Argument<string>("model") { Description = "The model file, in fp32." };
        command.Arguments.Add(file);
        Option<string> precision = command.Add(
            OptionGroups.Input,
            Checks.OneOf(
                new("--to")
                {
                    Description = "int8, about a quarter of the bytes, int4, about an eighth, or fp16, half of them.",
                    Required = true,
                },
                PrecisionName.Of(Precision.Int8),
                PrecisionName.Of(Precision.Int4),
                PrecisionName.Of(Precision.Fp16)));
        Option<string> output = Required.Add(command, "--out", "The model file to write.");
        Option<bool> unpacked = command.Add(
            OptionGroups.Input,
            new Option<bool>("--unpacked")
            {
                Description =
                    "Leave an int4 file as it lies in memory: about a quarter larger, loaded in a millisecond and not in tens of them.",
            });
        var common = new CommonSettings(command);
        command.SetAction(parsed =>
        {
            Screen screen = common.Open(parsed);
            Precision to = PrecisionName.Parse(parsed.GetValue(precision)!);
            ModelDescription description = QuantizeJob.Run(
                parsed.GetValue(file)!, to, parsed.GetValue(output)!, packed: to == Precision.Int4 && !parsed.GetValue(unpacked));
            screen.Show(description.ToJson, console => ModelScreen.Show(console, description));
            return Application.Done;
        });
        return command;
    }
}
