using System.Globalization;
using OnDeviceRec.Evaluation.Latency;
using OnDeviceRec.Jobs;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tables;
using Spectre.Console;

namespace OnDeviceRec.Cli.Output;

/// <summary>What lists take.</summary>
internal static class BenchScreen
{
    public static void Show(IAnsiConsole console, BenchResult result)
    {
        foreach (BenchRow row in result.Rows) Show(console, row.Name, row.Report);
    }

    private static void Show(IAnsiConsole console, string name, LatencyReport r)
    {
        console.Write(Tables.Pairs(
            ("model", name),
            ("item table", r.Configuration.Table.Text),
            ("items V, width d", $"{Tables.Count(r.Configuration.Items)}, {r.Configuration.Encoder.Width}"),
            ("smaller than a dense table", Tables.Times(r.TableCompression)),
            ("precision", PrecisionName.Of(r.Configuration.Precision)),
            ("file bytes", Tables.Count(r.FileBytes)),
            ("history", Tables.Count(r.History)),
            ("one core reads memory at", Speed(r.MemoryGBps)),
            ("the dense table is read at", r.DenseGBps is { } dense ? Speed(dense) : "no file holds one so large"),
            ("managed bytes allocated", Tables.Count(r.AllocatedBytes)),
            ("cold start, compiling included", $"{Number(r.ColdStartMillis)} ms")));
        Table table = Tables.New("append and list, µs", "p50", "of ours", "warm p50", "p99");
        Row("ours", r.P50Micros, r.WarmP50Micros, r.P99Micros);
        Row("ours, without scores", r.ListAloneP50Micros, r.ListAloneWarmP50Micros);
        Row($"a cheaper table, {r.CheapShape?.Text}", r.CheapP50Micros);
        Row("ours, window full", r.FullWindowP50Micros);
        Row("dense fp32 table", r.DenseP50Micros, r.DenseWarmP50Micros);
        Row("rebuilding that table", r.RebuildP50Micros);
        console.Write(table);

        void Row(string what, double? measured, double? warm = null, double? p99 = null)
        {
            if (measured is not { } median) return;
            table.AddRow(
                Tables.Cell(what),
                Number(median),
                Tables.Times(median / r.P50Micros),
                warm is { } w ? Number(w) : "",
                p99 is { } p ? Number(p) : "");
        }
    }

    private static string Speed(double gigabytes) => $"{Number(gigabytes)} GB/s";

    private static string Number(double value) => value.ToString("N1", CultureInfo.InvariantCulture);
}
