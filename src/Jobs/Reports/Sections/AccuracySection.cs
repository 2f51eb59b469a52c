using OnDeviceRec.Evaluation;

namespace OnDeviceRec.Jobs.Reports.Sections;

/// <summary>How often the next item is listed: of every row, with intervals, over the length of the list, and all metrics.</summary>
internal static class AccuracySection
{
    private static readonly Metric HitRate = Metric.Named("HR@20");

    /// <summary>Adds the section.</summary>
    /// <param name="page">The page.</param>
    /// <param name="rows">Results on the same examples with their names.</param>
    /// <param name="curves">Those of them whose curves are drawn.</param>
    /// <param name="seed">Keys the draws of the intervals.</param>
    public static void Add(
        HtmlPage page,
        IReadOnlyList<(string Name, EvaluationResult Result)> rows,
        IReadOnlyList<(string Name, EvaluationResult Result)> curves,
        ulong seed)
    {
        EvaluationResult first = rows[0].Result;
        page.Section("Accuracy");
        page.Text(
            $"Of {Numbers.Count(first.SequenceCount)} sequences every start is a question: which item comes next? "
            + $"That makes {Numbers.Count(first.ExampleCount)} examples. The whole catalog is ranked for each, from the model file.");
        Chart chart = Chart.OfRows([.. rows.Select(row => row.Name)], "HR@20, percent of the examples");
        chart.Lines(
            rows.Select((row, i) =>
            {
                Interval interval = Bootstrap.Intervals(row.Result, seed)[HitRate.Name];
                return ((100 * interval.Low, (double)i), (100 * interval.High, (double)i));
            }),
            color: 0);
        chart.Points("HR@20", rows.Select((row, i) => (100 * row.Result.Metrics[HitRate], (double)i)), color: 0);
        page.Figure(
            chart, "How often the next item is among the first 20, in percent, with the 95 % interval of the bootstrap over sequences.");

        Chart lengths = Chart.OfNumbers("items in the list", "HR, percent of the examples");
        foreach ((int color, (string name, EvaluationResult result)) in curves.Index()) lengths.Curve(name, ByLength(result), color);
        lengths.FromZero(across: true);
        lengths.FromZero(across: false);
        page.Figure(lengths, "How often the next item is in a list of so many items, in percent.");
        page.Table(
            ["percent", .. Metric.All.Select(metric => metric.Name)],
            rows.Select(row => (IReadOnlyList<string>)
                [row.Name, .. Metric.All.Select(metric => Numbers.OfHundred(row.Result.Metrics[metric]))]));
        page.Text(MetricLegend.Text);
    }

    private static IEnumerable<(double Items, double Percent)> ByLength(EvaluationResult result)
    {
        var places = new int[Metric.MaxCutoff + 1];
        foreach (byte rank in result.Ranks) places[rank]++;
        double found = 0;
        for (int items = 1; items <= Metric.MaxCutoff; items++)
        {
            found += places[items - 1];
            yield return (items, 100 * found / result.ExampleCount);
        }
    }
}
