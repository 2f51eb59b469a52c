using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models;
using Spectre.Console;

namespace OnDeviceRec.Cli.Commands;

internal static class InspectCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "inspect",
            "Say what is in a model file.",
            """
            odrec inspect student.odr
            odrec inspect student.odr --teacher teacher.odr --json
            """);
        var file = new Argument<string>("model") { Description = "The model file." };
        command.Arguments.Add(file);
        Option<string?> teacher = new("--teacher") { Description = "The model file that rates are over; without it, a dense table of the same width in fp32." };
        command.Options.Add(teacher);
        var common = new CommonSettings(command);
        command.SetAction(parsed =>
        {
            (string path, string? other) = (parsed.GetValue(file)!, parsed.GetValue(teacher));
            common.Open(parsed).Show(() => Json(path, other), console => Tables(console, path, other));
            return 0;
        });
        return command;
    }

    /// <summary>What is in a file; rates are over another model's file or, where none is given, over the same model with a dense table in fp32.</summary>
    public static JsonObject Json(string path, string? other)
    {
        ModelFile file = ModelFile.Read(path), whole = other is null ? file : ModelFile.Read(other);
        ModelConfiguration c = file.Configuration;
        return new JsonObject
        {
            ["items"] = c.Items,
            ["width"] = c.Width,
            ["inner"] = c.Inner,
            ["heads"] = c.Heads,
            ["layers"] = c.Layers,
            ["maxLength"] = c.MaxLength,
            ["readout"] = Readout(c),
            ["head"] = Head(c),
            ["logitScale"] = c.LogitScale,
            ["table"] = Table(c),
            ["tableParameters"] = c.TableParameters,
            ["encoderParameters"] = c.EncoderParameters,
            ["tableCompression"] = TableCompression(c, whole.Configuration),
            ["fileBytes"] = file.Length,
            ["fileCompression"] = FileCompression(file, whole),
            ["precision"] = PrecisionName.Of(c.Precision),
            ["ids"] = Ids(file),
        };
    }

    /// <summary>The same as a table.</summary>
    public static void Tables(IAnsiConsole console, string path, string? other)
    {
        ModelFile file = ModelFile.Read(path), whole = other is null ? file : ModelFile.Read(other);
        ModelConfiguration c = file.Configuration;
        console.Write(Output.Tables.Pairs(
            ("file", path),
            ("items V", Output.Tables.Count(c.Items)),
            ("width d", Output.Tables.Count(c.Width)),
            ("layers, heads, inner", $"{c.Layers}, {c.Heads}, {c.Inner}"),
            ("most recent items T", Output.Tables.Count(c.MaxLength)),
            ("readout", Readout(c)),
            ("head", Head(c)),
            ("norm of encodings", c.LogitScale > 0 ? c.LogitScale.ToString(CultureInfo.InvariantCulture) : "as they are"),
            ("item table", Table(c)),
            ("table parameters", Output.Tables.Count(c.TableParameters)),
            ("encoder parameters", Output.Tables.Count(c.EncoderParameters)),
            ("table compression", Output.Tables.Times(TableCompression(c, whole.Configuration))),
            ("file bytes", Output.Tables.Count(file.Length)),
            ("file compression", Output.Tables.Times(FileCompression(file, whole))),
            ("precision", PrecisionName.Of(c.Precision)),
            ("catalog's own ids", Ids(file))));
    }

    private static double TableCompression(ModelConfiguration c, ModelConfiguration whole) =>
        c.Train is { } train ? ModelStore.Shape(c.Items, train).CompressionOf(whole.Width) : (double)whole.Width / c.Width;

    private static double FileCompression(ModelFile file, ModelFile whole) =>
        (double)(whole == file ? ModelFile.DenseFileBytes(file.Configuration) : whole.Length) / file.Length;

    private static string Ids(ModelFile file) => file.Ids is not { } ids ? "none" : ids.AreNumbers ? "numbers" : "texts";

    private static string Readout(ModelConfiguration c) => c.Readout == ReadoutKind.Last ? "last" : "soft-attention";

    private static string Head(ModelConfiguration c) => c.Head == HeadKind.Copy ? "copy" : "catalog";

    private static string Table(ModelConfiguration c) => c.Train is { } train
        ? $"tensor train, I ({List(train.Rows)}), plain J ({List(train.Columns)}), plain ranks ({List(train.Ranks)}), t {train.Block}{(train.Signs ? ", the last core signs" : string.Empty)}"
        : "dense";

    private static string List(ReadOnlySpan<int> values) => string.Join(", ", values.ToArray());
}
