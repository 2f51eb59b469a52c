using OnDeviceRec.Evaluation;

namespace OnDeviceRec.Jobs.Reports.Sections;

/// <summary>Which model is better than which, example by example.</summary>
internal static class DifferenceSection
{
    /// <summary>Adds the section.</summary>
    /// <param name="page">The page.</param>
    /// <param name="comparisons">What is set against what.</param>
    /// <param name="seed">Keys the draws of the intervals.</param>
    public static void Add(
        HtmlPage page, IReadOnlyList<(string Name, EvaluationResult First, EvaluationResult Second)> comparisons, ulong seed)
    {
        PairedDifference[][] differences =
        [
            .. comparisons.Select(one => Array.ConvertAll(
                MainJobReport.Compared, metric => PairedBootstrap.Difference(one.First, one.Second, metric, seed))),
        ];
        page.Section("What is better than what");
        page.Text(
            "Differences on the same examples. An interval that holds no 0 says that the two differ by more than the choice of the test "
            + "sequences explains.");
        Chart chart = Chart.OfRows([.. comparisons.Select(one => one.Name)], "HR@20, points of percent");
        chart.Lines(
            differences.Select((row, i) => ((100 * row[0].Interval.Low, (double)i), (100 * row[0].Interval.High, (double)i))),
            color: 0);
        chart.Points("HR@20", differences.Select((row, i) => (100 * row[0].Value, (double)i)), color: 0);
        chart.Rule(string.Empty, 0);
        page.Figure(chart, "Differences in HR@20, in points of percent, with the 95 % interval of the paired bootstrap over sequences.");
        page.Table(
            ["points of percent", .. MainJobReport.Compared.Select(metric => metric.Name)],
            comparisons.Zip(differences, (one, row) => (IReadOnlyList<string>)
                [one.Name, .. row.Select(MarkdownTables.Signed)]));
    }

    /// <summary>A difference as a sentence, such as "The student finds the next item 1.1 points of HR@20 more often than …".</summary>
    /// <param name="subject">What is better or not, in the singular.</param>
    /// <param name="other">What it is compared with.</param>
    /// <param name="difference">The difference in HR@20.</param>
    public static string Sentence(string subject, string other, PairedDifference difference)
    {
        (double low, double high) = (difference.Interval.Low, difference.Interval.High);
        if (low <= 0 && high >= 0)
        {
            return $"{subject} and {other} do not differ beyond chance in HR@20: {Numbers.Points(difference.Value)} points "
                + $"({Numbers.Points(low)} to {Numbers.Points(high)}).";
        }

        bool more = difference.Value > 0;
        (double least, double most) = more ? (low, high) : (-high, -low);
        return $"{subject} has the next item among its first 20 {(more ? "more" : "less")} often than {other}, by "
            + Numbers.Text($"{100 * Math.Abs(difference.Value):F2} points of HR@20 ({100 * least:F2} to {100 * most:F2}).");
    }
}
