using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Jobs;
using OnDeviceRec.Evaluation.Latency;
using OnDeviceRec.Tensors;
using Spectre.Console;

namespace OnDeviceRec.Cli.Commands;

internal static class ShapesCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "shapes",
            "List shapes of a compressed item table for a wanted rate: rank, bytes, and what a list costs. The first one is the default, the second the one of --preset paper.",
            """
            odrec shapes --items 40727
            odrec shapes --items 1000000 --compression 100 --cores 3
            """);
        Option<int> items = Checks.AtLeast(new("--items") { Description = "Items V.", Required = true }, 1);
        Option<int> width = Checks.AtLeast(new("--width") { Description = "Width d.", DefaultValueFactory = _ => 128 }, 1);
        Option<double> compression = Checks.Within(
            new("--compression") { Description = "Wanted compression of the item table, V·d over its numbers, 32 signs for one.", DefaultValueFactory = _ => 30 }, 1, 1e9);
        Option<string> cores = Checks.OneOf(new Option<string>("--cores") { Description = "Cores N of the trains listed: 2 or 3.", DefaultValueFactory = _ => "2" }, "2", "3");
        foreach (Option option in (Option[])[items, width, compression, cores]) command.Options.Add(option);
        var common = new CommonSettings(command);
        command.SetAction(parsed =>
        {
            (int v, int d, double rate) = (parsed.GetValue(items), parsed.GetValue(width), parsed.GetValue(compression));
            TensorTrainShape[] shapes =
            [
                .. Preset.All.Select(preset => preset.Table(rate)(v, d)),
                .. TensorTrainShapeSearch.Candidates(v, d, rate, parsed.GetValue(cores) == "2" ? 2 : 3, block: 1).OrderBy(shape => shape.MacsPerItem),
            ];
            shapes = [.. shapes.DistinctBy(shape => shape.ToString())];
            common.Open(parsed).Show(() => new JsonObject { ["shapes"] = new JsonArray([.. shapes.Select(shape => Json(shape, d))]) }, console => console.Write(Table(shapes, d)));
            return 0;
        });
        return command;
    }

    private static JsonObject Json(TensorTrainShape shape, int width) => new()
    {
        ["shape"] = shape.ToString(),
        ["rank"] = shape.PlainRanks[1],
        ["parameters"] = shape.Parameters,
        ["tableCompression"] = shape.CompressionOf(width),
        ["macsPerItem"] = shape.MacsPerItem,
        ["fp32Bytes"] = Bytes(shape, Precision.Fp32),
        ["int8Bytes"] = Bytes(shape, Precision.Int8),
        ["int4Bytes"] = Bytes(shape, Precision.Int4),
    };

    private static Table Table(TensorTrainShape[] shapes, int width)
    {
        Table table = Tables.New("shape", "rank r", "parameters", "table", "MACs an item", "fp32 bytes", "int8 bytes", "int4 bytes");
        foreach (TensorTrainShape shape in shapes)
        {
            table.AddRow(
                shape.ToString(),
                Tables.Count(shape.PlainRanks[1]),
                Tables.Count(shape.Parameters),
                Tables.Times(shape.CompressionOf(width)),
                shape.MacsPerItem.ToString("F0", CultureInfo.InvariantCulture),
                Tables.Count(Bytes(shape, Precision.Fp32)),
                Tables.Count(Bytes(shape, Precision.Int8)),
                Tables.Count(Bytes(shape, Precision.Int4)));
        }

        return table;
    }

    // Of a whole student with the paper's encoder.
    private static long Bytes(TensorTrainShape shape, Precision precision) => ModelFile.FileBytes(BenchmarkModels.Configuration(shape, precision));
}
