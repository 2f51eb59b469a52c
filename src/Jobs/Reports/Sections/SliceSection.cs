using OnDeviceRec.Evaluation;

namespace OnDeviceRec.Jobs.Reports.Sections;

/// <summary>Accuracy by kind of example.</summary>
internal static class SliceSection
{
    /// <summary>Adds the section.</summary>
    /// <param name="page">The page.</param>
    /// <param name="rows">Results on the same examples with their names.</param>
    /// <param name="points">Those of them that are drawn.</param>
    public static void Add(
        HtmlPage page,
        IReadOnlyList<(string Name, EvaluationResult Result)> rows,
        IReadOnlyList<(string Name, EvaluationResult Result)> points)
    {
        IReadOnlyList<Slice> slices = rows[0].Result.Slices;
        page.Section("Where it is good and where not");
        Chart chart = Chart.OfRows(
            [.. slices.Select(slice => $"{slice.Name} ({Numbers.Percent(slice.Share)})")], "HR@20, percent of the slice's examples");
        foreach ((int color, (string name, EvaluationResult result)) in points.Index())
            chart.Points(name, result.Slices.Select((slice, i) => (100 * slice.Metrics["HR@20"], (double)i)), color);
        page.Figure(chart, "HR@20 by kind of example, in percent; behind each kind its share of the examples.");
        page.Text(MetricLegend.Slices);
        page.Table(
            ["HR@20, percent", "examples", .. rows.Select(row => row.Name)],
            slices.Select((slice, i) => (IReadOnlyList<string>)
            [
                slice.Name,
                Numbers.Count(slice.Examples),
                .. rows.Select(row => Numbers.OfHundred(row.Result.Slices[i].Metrics["HR@20"])),
            ]));
    }
}
