using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Evaluation.Latency;
using OnDeviceRec.Models;
using OnDeviceRec.Tensors;
using Spectre.Console;

namespace OnDeviceRec.Cli.Commands;

internal static class BenchCommand
{
    // Tmall's catalog and the sizes of the paper's student; of a larger catalog the grid alone grows.
    private const int Items = 40_727, Width = 128, Rank = 60, Block = 2;

    public static Command Create()
    {
        var command = new Verb(
            "bench",
            "Measure on one core of this machine what appending an item and listing the best of the whole catalog takes.",
            """
            odrec bench
            odrec bench --model student.odr --json
            odrec bench --items 1000000 --precision int8
            odrec bench --preset paper
            odrec bench --items 40727 --shape "I=15,2716 J=128,1 R=41"
            """);
        Option<string> model = Checks.NotEmpty(new Option<string>("--model") { Description = "A student's file; without it a model of random weights is measured." });
        Option<int> items = Checks.AtLeast(new("--items") { Description = "Items of the random model.", DefaultValueFactory = _ => Items }, 1);
        Option<string> precision = Checks.OneOf(
            new Option<string>("--precision") { Description = "How the random model is stored: fp32, fp16, int8 or int4.", DefaultValueFactory = _ => "fp32" },
            [.. Enum.GetValues<Precision>().Select(PrecisionName.Of)]);
        Option<int> history = Checks.AtLeast(
            new("--history") { Description = "Items in the history before the one that is appended.", DefaultValueFactory = _ => new LatencyOptions().History }, 1);
        command.Options.Add(model);
        command.Options.Add(items);
        var shape = new ShapeSettings(command);
        var preset = new PresetSettings(command);
        command.Options.Add(precision);
        command.Options.Add(history);
        var common = new CommonSettings(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(model) is null) return;
            Option[] random = [items, precision, shape.Option, preset.Option];
            if (random.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } option)
                result.AddError($"'{option.Name}' is for models of random weights and does not go with --model");
        });
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                Screen screen = common.Open(parsed);
                Func<ModelFile> open;
                if (parsed.GetValue(model) is { } path)
                {
                    open = () => ModelFile.Read(path);
                }
                else
                {
                    TensorTrainShape table = shape.Read(parsed, parsed.GetValue(items)) ?? TensorTrainShapeSearch.Balanced(parsed.GetValue(items), Width, Rank, Block);
                    ModelConfiguration sizes = BenchmarkModels.Configuration(table, PrecisionName.Parse(parsed.GetValue(precision)!), preset.Read(parsed).Encoder);
                    byte[] file = BenchmarkModels.Random(sizes, common.Seed(parsed));
                    open = () => ModelFile.Parse(file);
                }

                LatencyReport report;
                using (var progress = new ProgressLine(screen.Errors))
                    report = LatencyBenchmark.Run(open, new LatencyOptions { History = parsed.GetValue(history) }, progress, cancellation);
                screen.Show(() => Json(report), console => Write(console, report));
                return 0;
            },
            CancellationToken.None));
        return command;
    }

    private static JsonObject Json(LatencyReport report)
    {
        JsonObject json = report.ToJson();
        json["precision"] = PrecisionName.Of(report.Configuration.Precision);
        return json;
    }

    private static void Write(IAnsiConsole console, LatencyReport r)
    {
        console.Write(Tables.Pairs(
            ("item table", r.Shape.ToString()),
            ("items V, width d", $"{Tables.Count(r.Shape.Items)}, {r.Shape.Width}"),
            ("table compression", Tables.Times(r.Shape.Compression)),
            ("precision", PrecisionName.Of(r.Configuration.Precision)),
            ("file bytes", Tables.Count(r.FileBytes)),
            ("history", Tables.Count(r.History)),
            ("one core reads memory at", Speed(r.MemoryGBps)),
            ("the dense table is read at", Speed(r.DenseGBps)),
            ("managed bytes allocated", Tables.Count(r.AllocatedBytes)),
            ("cold start, compiling included", $"{Number(r.ColdStartMillis)} ms")));
        Table table = Tables.New("append and list, µs", "p50", "of ours", "warm p50", "p99");
        Row("ours", r.P50Micros, r.WarmP50Micros, r.P99Micros);
        if (r.CheapP50Micros is { } cheap) Row($"a cheaper table, {r.CheapShape}", cheap);
        Row("ours, window full", r.FullWindowP50Micros);
        Row("dense fp32 table", r.DenseP50Micros, r.DenseWarmP50Micros);
        Row("rebuilding that table", r.RebuildP50Micros);
        console.Write(table);

        void Row(string name, double median, double? warm = null, double? p99 = null) =>
            table.AddRow(Markup.Escape(name), Number(median), Tables.Times(median / r.P50Micros), warm is { } w ? Number(w) : "", p99 is { } p ? Number(p) : "");
    }

    private static string Speed(double gigabytes) => $"{Number(gigabytes)} GB/s";

    private static string Number(double value) => value.ToString("N1", CultureInfo.InvariantCulture);
}
