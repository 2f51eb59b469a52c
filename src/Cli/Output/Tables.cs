using System.Globalization;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Evaluation;
using Spectre.Console;

namespace OnDeviceRec.Cli.Output;

/// <summary>Tables for people; metrics in percent.</summary>
internal static class Tables
{
    // Nine metrics and a name of some length.
    private const int WidthOfAllMetrics = 110;

    private static readonly Metric[] Few = [Metric.Named("HR@10"), Metric.Named("HR@20"), Metric.Named("MRR@20"), Metric.Named("NDCG@10")];

    /// <summary>A row a model, with all metrics where they fit and the most important ones elsewhere, and what they mean.</summary>
    public static void WriteMetrics(IAnsiConsole console, params ReadOnlySpan<(string Name, EvaluationResult Result)> rows)
    {
        bool fits = console.Profile.Width >= WidthOfAllMetrics;
        IReadOnlyList<Metric> metrics = fits ? Metric.All : Few;
        Table table = New("percent", [.. metrics.Select(metric => metric.Name)]);
        foreach ((string name, EvaluationResult result) in rows)
            table.AddRow([Cell(name), .. metrics.Select(metric => Percent(result.Metrics[metric]))]);
        console.Write(table);
        console.WriteLine(MetricLegend.Text);
        if (!fits) console.WriteLine("All nine metrics are in the report, and shown where a terminal is wide enough.");
    }

    public static Table Slices(EvaluationResult result)
    {
        Table table = New("slice", ["share", "examples", "HR@20", "MRR@20", "NDCG@10"]);
        foreach (Slice slice in result.Slices)
        {
            table.AddRow(
                slice.Name,
                Percent(slice.Share),
                Count(slice.Examples),
                Percent(slice.Metrics["HR@20"]),
                Percent(slice.Metrics["MRR@20"]),
                Percent(slice.Metrics["NDCG@10"]));
        }

        return table;
    }

    public static Table Pairs(params ReadOnlySpan<(string Name, string Value)> pairs)
    {
        Table table = new Table()
            .Border(TableBorder.Simple)
            .HideHeaders()
            .AddColumn(string.Empty)
            .AddColumn(new TableColumn(string.Empty).RightAligned());
        foreach ((string name, string value) in pairs) table.AddRow(Cell(name), Cell(value));
        return table;
    }

    public static Table New(string head, params ReadOnlySpan<string> numbers)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn(head);
        foreach (string number in numbers) table.AddColumn(new TableColumn(number).RightAligned());
        return table;
    }

    /// <summary>A cell with a text that may hold anything: a name is no markup and moves no cursor.</summary>
    public static string Cell(string text) => Markup.Escape(PrintableText.Of(text));

    public static string Percent(double fraction) => (100 * fraction).ToString("F2", CultureInfo.InvariantCulture);

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Times(double rate) => rate.ToString("F1", CultureInfo.InvariantCulture) + "×";
}
