using System.CommandLine;
using System.Globalization;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Jobs;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Models.Tables;
using Spectre.Console;

namespace OnDeviceRec.Cli.Commands;

internal static class ShapesCommand
{
    private const string Group = "Table";

    public static Command Create()
    {
        var command = new Verb(
            "shapes",
            "List shapes of a compressed item table: bytes, and what a list costs. The first one is the default, the second the one of "
            + "--preset paper; others are tensor trains of a wanted compression.",
            """
            odrec shapes --items 40727
            odrec shapes --items 1000000 --compression 100 --cores 3
            """);
        Option<int> items = command.Add(
            Group, Checks.Within(new("--items") { Description = "Items V.", Required = true }, 1, ModelConfiguration.MaxItems));
        Option<int> width = command.Add(
            Group,
            Checks.Within(
                new("--width") { Description = "Width d of the teacher.", DefaultValueFactory = _ => 128 },
                1,
                ModelConfiguration.MaxWidth));
        Option<double?> compression = command.Add(
            Group,
            Checks.Check(
                new Option<double?>("--compression")
                {
                    Description = "Wanted compression of the item table, V·d over its numbers of 32 bits "
                        + $"[default: the presets' own tables, and other trains of {Presets.Copy.Table.Compression}].",
                },
                word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                    && value is >= 1 and < 1e9,
                "it must be a number, at least 1 and below 1000000000"));
        Option<string> cores = command.Add(
            Group,
            Checks.OneOf(
                new("--cores") { Description = "Cores N of the trains listed: 2 or 3.", DefaultValueFactory = _ => "2" }, "2", "3"));
        var common = new CommonSettings(command);
        command.SetAction(parsed =>
        {
            Screen screen = common.Open(parsed);
            ShapeRows rows = ShapeRows.Find(
                parsed.GetValue(items), parsed.GetValue(width), parsed.GetValue(compression), parsed.GetValue(cores) == "2" ? 2 : 3);
            screen.Show(rows.ToJson, console => Show(console, rows));
            return Application.Done;
        });
        return command;
    }

    private static void Show(IAnsiConsole console, ShapeRows rows)
    {
        Table table = Tables.New(
            "shape", ["parameters", "smaller", "MACs an item", .. ShapeRow.Precisions.Select(one => $"{PrecisionName.Of(one)} bytes")]);
        foreach (ShapeRow row in rows.Rows)
        {
            table.AddRow(
            [
                row.Student.Table.Text,
                Tables.Count(row.Student.TableParameters),
                Tables.Times(row.TableCompression),
                row.MacsPerItem.ToString("F0", CultureInfo.InvariantCulture),
                .. ShapeRow.Precisions.Select(one => Tables.Count(row.FileBytes(one))),
            ]);
        }

        console.Write(table);
        if (rows.LeftOut > 0) console.WriteLine($"Left out: {rows.LeftOut} that a model file cannot hold.");
    }
}
