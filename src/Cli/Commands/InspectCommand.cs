using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
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
            odrec inspect student.odr --json
            """);
        var file = new Argument<string>("model") { Description = "The model file." };
        command.Arguments.Add(file);
        var common = new CommonSettings(command);
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)!;
            common.Open(parsed).Show(() => Json(path), console => Tables(console, path));
            return 0;
        });
        return command;
    }

    public static JsonObject Json(string path)
    {
        ModelFile file = ModelFile.Read(path);
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
            ["encodingNorm"] = c.EncodingNorm,
            ["table"] = Table(c),
            ["tableParameters"] = c.TableParameters,
            ["encoderParameters"] = c.EncoderParameters,
            ["tableCompression"] = TableCompression(c),
            ["fileBytes"] = file.Length,
            ["fileCompression"] = FileCompression(file),
            ["precision"] = PrecisionName.Of(c.Precision),
            ["ids"] = Ids(file),
        };
    }

    public static void Tables(IAnsiConsole console, string path)
    {
        ModelFile file = ModelFile.Read(path);
        ModelConfiguration c = file.Configuration;
        console.Write(Output.Tables.Pairs(
            ("file", path),
            ("items V", Output.Tables.Count(c.Items)),
            ("width d", Output.Tables.Count(c.Width)),
            ("layers, heads, inner", $"{c.Layers}, {c.Heads}, {c.Inner}"),
            ("most recent items T", Output.Tables.Count(c.MaxLength)),
            ("readout", Readout(c)),
            ("head", Head(c)),
            ("norm of encodings", c.EncodingNorm > 0 ? c.EncodingNorm.ToString(CultureInfo.InvariantCulture) : "as they are"),
            ("item table", Table(c)),
            ("table parameters", Output.Tables.Count(c.TableParameters)),
            ("encoder parameters", Output.Tables.Count(c.EncoderParameters)),
            ("table compression", Output.Tables.Times(TableCompression(c))),
            ("file bytes", Output.Tables.Count(file.Length)),
            ("file compression", Output.Tables.Times(FileCompression(file))),
            ("precision", PrecisionName.Of(c.Precision)),
            ("catalogue's own ids", Ids(file))));
    }

    private static double TableCompression(ModelConfiguration c) => (double)c.Items * c.Width / c.TableParameters;

    private static double FileCompression(ModelFile file) => (double)ModelFile.DenseFileBytes(file.Configuration) / file.Length;

    private static string Ids(ModelFile file) => file.Ids is not { } ids ? "none" : ids.AreNumbers ? "numbers" : "texts";

    private static string Readout(ModelConfiguration c) => c.Readout == ReadoutKind.Last ? "last" : "soft-attention";

    private static string Head(ModelConfiguration c) => c.Head == HeadKind.Copy ? "copy" : "catalogue";

    private static string Table(ModelConfiguration c) => c.Train is { } train
        ? $"tensor train, I ({List(train.Rows)}), plain J ({List(train.Columns)}), plain ranks ({List(train.Ranks)}), t {train.Block}"
        : "dense";

    private static string List(ReadOnlySpan<int> values) => string.Join(", ", values.ToArray());
}
