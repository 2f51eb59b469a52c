using System.Globalization;
using OnDeviceRec.Evaluation;
using Spectre.Console;

namespace OnDeviceRec.Cli.Output;

/// <summary>Tables for people; metrics in percent.</summary>
internal static class Tables
{
    public static Table Metrics(params ReadOnlySpan<(string Name, EvaluationResult Result)> rows)
    {
        Table table = New("percent", [.. Metric.All.Select(metric => metric.Name)]);
        foreach ((string name, EvaluationResult result) in rows)
            table.AddRow([name, .. Metric.All.Select(metric => Percent(result.Metrics[metric]))]);
        return table;
    }

    public static Table Slices(EvaluationResult result)
    {
        Table table = New("slice", ["share", "examples", "HR@20", "MRR@20", "NDCG@10"]);
        foreach (Slice slice in result.Slices)
        {
            table.AddRow(
                slice.Name, Percent(slice.Share), Count(slice.Examples), Percent(slice.Metrics["HR@20"]), Percent(slice.Metrics["MRR@20"]), Percent(slice.Metrics["NDCG@10"]));
        }

        return table;
    }

    public static Table Pairs(params ReadOnlySpan<(string Name, string Value)> pairs)
    {
        Table table = new Table().Border(TableBorder.Simple).HideHeaders().AddColumn(string.Empty).AddColumn(new TableColumn(string.Empty).RightAligned());
        foreach ((string name, string value) in pairs) table.AddRow(Markup.Escape(name), Markup.Escape(value));
        return table;
    }

    public static Table New(string head, params ReadOnlySpan<string> numbers)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn(head);
        foreach (string number in numbers) table.AddColumn(new TableColumn(number).RightAligned());
        return table;
    }

    public static string Percent(double fraction) => (100 * fraction).ToString("F2", CultureInfo.InvariantCulture);

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Times(double rate) => rate.ToString("F1", CultureInfo.InvariantCulture) + "×";
}
