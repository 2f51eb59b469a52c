using System.CommandLine;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Evaluation.Latency;
using OnDeviceRec.Jobs;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tables;

namespace OnDeviceRec.Cli.Commands;

internal static class BenchCommand
{
    private const string Random = "Random model";

    public static Command Create()
    {
        var command = new Verb(
            "bench",
            "Measure on one core of this machine what appending an item and listing the best of the whole catalog takes: "
            + "of the default student and one of the paper's shape, or of a file.",
            """
            odrec bench
            odrec bench --model student.odr --json
            odrec bench --items 1000000 --preset copy
            odrec bench --preset paper --precision int8
            odrec bench --items 40727 --shape "I=15,2716 J=128,1 R=41"
            """);
        Option<string> model = command.Add(
            OptionGroups.Input,
            Checks.NotEmpty(
                new Option<string>("--model") { Description = "A student's file; without it models of random weights are measured." }));
        Option<int> history = command.Add(
            OptionGroups.Input,
            Checks.AtLeast(
                new("--history")
                {
                    Description = "Items in the history before the one that is appended.",
                    DefaultValueFactory = _ => new LatencyOptions().History,
                },
                1));
        Option<int> items = command.Add(
            Random,
            Checks.Within(
                new("--items") { Description = "Items.", DefaultValueFactory = _ => BenchJob.DefaultItems },
                1,
                ModelConfiguration.MaxItems));
        Option<string> preset = command.Add(Random, JobCommandSettings.PresetOption());
        preset.Description = "The student of one preset alone.";
        Option<string> shape = command.Add(
            Random,
            Checks.Check(
                new Option<string>("--shape") { Description = $"Its item table, like {TableShapeText.Examples}." },
                TableShapeText.IsShape,
                $"it must be like {TableShapeText.Examples}"));
        Option<string> precision = command.Add(
            Random,
            Checks.OneOf(
                new Option<string>("--precision")
                {
                    Description = "How it is stored: fp32, fp16, int8 or int4; by default int4 for binary codes, fp32 for trains.",
                },
                [.. Enum.GetValues<Precision>().Select(PrecisionName.Of)]));
        var common = new CommonSettings(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(model) is null) return;
            Option[] random = [items, precision, shape, preset];
            if (random.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } option)
                result.AddError($"'{option.Name}' is for models of random weights and does not go with --model");
        });
        command.SetAction((parsed, cancellation) => Work.Run(
            common.Open(parsed),
            progress => parsed.GetValue(model) is { } path
                ? BenchJob.Run(path, parsed.GetValue(history), progress, cancellation)
                : BenchJob.Run(
                    new RandomModels(
                        parsed.GetValue(items),
                        parsed.GetValue(preset),
                        parsed.GetValue(shape),
                        parsed.GetValue(precision) is { } name ? PrecisionName.Parse(name) : null,
                        common.Seed(parsed)),
                    parsed.GetValue(history),
                    progress,
                    cancellation),
            result => result.ToJson(),
            BenchScreen.Show));
        return command;
    }
}
