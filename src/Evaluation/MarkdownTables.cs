using System.Globalization;
using System.Text;

namespace OnDeviceRec.Evaluation;

/// <summary>Results of several models on the same examples as Markdown tables; metrics and shares in percent.</summary>
public static class MarkdownTables
{
    private static readonly Metric[] SliceMetrics = [Metric.Named("HR@20"), Metric.Named("MRR@20")];

    /// <summary>A row a model, a column for each of <see cref="Metric.All"/>.</summary>
    /// <param name="results">The models' names and results, in the order of the rows; at least one.</param>
    /// <exception cref="ArgumentException">There is no result, or they are not of the same examples.</exception>
    public static string Models(params ReadOnlySpan<(string Name, EvaluationResult Result)> results)
    {
        RequireComparable(results);
        var rows = new List<string[]>();
        foreach ((string name, EvaluationResult result) in results)
            rows.Add([name, .. Metric.All.Select(metric => Percent(result.Metrics[metric]))]);
        return Rows(["model", .. Metric.All.Select(metric => metric.Name)], rows);
    }

    /// <summary>A row a slice: its share of the examples, its examples, and each model's HR@20 and MRR@20.</summary>
    /// <param name="results">The models' names and results, in the order of the columns; at least one.</param>
    /// <exception cref="ArgumentException">There is no result, or they are not of the same examples.</exception>
    public static string Slices(params ReadOnlySpan<(string Name, EvaluationResult Result)> results)
    {
        RequireComparable(results);
        var heads = new List<string> { "slice", "share", "examples" };
        foreach ((string name, _) in results) heads.AddRange(SliceMetrics.Select(metric => $"{name} {metric}"));
        var rows = new List<List<string>>();
        IReadOnlyList<Slice> slices = results[0].Result.Slices;
        for (int i = 0; i < slices.Count; i++)
        {
            var cells = new List<string>
            {
                slices[i].Name, Percent(slices[i].Share), slices[i].Examples.ToString(CultureInfo.InvariantCulture),
            };
            foreach ((_, EvaluationResult result) in results)
                cells.AddRange(SliceMetrics.Select(metric => Percent(result.Slices[i].Metrics[metric])));
            rows.Add(cells);
        }

        return Rows(heads, rows);
    }

    /// <summary>Any table.</summary>
    /// <param name="heads">The columns' heads, the first for the rows' names; at least one.</param>
    /// <param name="rows">The rows' cells, as many as there are heads; the first to the left, the others, numbers, to the right.</param>
    public static string Rows(IReadOnlyList<string> heads, IEnumerable<IEnumerable<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(heads);
        ArgumentNullException.ThrowIfNull(rows);
        var table = new StringBuilder();
        AppendRow(table, heads);
        AppendRule(table, heads.Count - 1);
        foreach (IEnumerable<string> cells in rows) AppendRow(table, cells);
        return table.ToString();
    }

    /// <summary>A difference and its interval, in percent, as in <c>−0.55 (−0.66 .. −0.45)</c>.</summary>
    /// <param name="difference">The difference, as fractions.</param>
    public static string Signed(PairedDifference difference) => string.Create(
        CultureInfo.InvariantCulture,
        $"{100 * difference.Value:+0.00;−0.00;0.00} "
        + $"({100 * difference.Interval.Low:+0.00;−0.00;0.00} .. {100 * difference.Interval.High:+0.00;−0.00;0.00})");

    private static void RequireComparable(ReadOnlySpan<(string Name, EvaluationResult Result)> results)
    {
        if (results.IsEmpty) throw new ArgumentException("MarkdownTables: there is no result to show.", nameof(results));
        foreach ((_, EvaluationResult result) in results) results[0].Result.RequireSameExamples(result);
    }

    private static void AppendRow(StringBuilder table, IEnumerable<string> cells)
    {
        table.Append('|');
        foreach (string cell in cells) table.Append(' ').Append(cell.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |");
        table.Append('\n');
    }

    /// <summary>The line below the heads: the first column to the left, the numbers to the right.</summary>
    private static void AppendRule(StringBuilder table, int numbers)
    {
        table.Append("|---|");
        for (int i = 0; i < numbers; i++) table.Append("--:|");
        table.Append('\n');
    }

    private static string Percent(double fraction) => (100 * fraction).ToString("F2", CultureInfo.InvariantCulture);
}
