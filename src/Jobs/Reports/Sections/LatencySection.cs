namespace OnDeviceRec.Jobs.Reports.Sections;

/// <summary>What a list takes.</summary>
internal static class LatencySection
{
    private const int Bins = 40, Widest = 4;

    /// <summary>Adds the section.</summary>
    /// <param name="page">The page.</param>
    /// <param name="name">The model.</param>
    /// <param name="latency">What was measured.</param>
    public static void Add(HtmlPage page, string name, ListLatency latency)
    {
        page.Section("Speed");
        page.Text(
            $"{name} on one core of this machine, {Numbers.Count(latency.Micros.Length)} lists of 20 for sessions of the split, "
            + $"each encoded anew: half of them take at most {Numbers.Micros(latency.Median)}, "
            + $"99 of 100 at most {Numbers.Micros(latency.P99)}. "
            + "'odrec bench' measures the same beside the full table, with cold caches too.");
        double most = Widest * latency.Median, width = most / Bins;
        var counts = new int[Bins];
        foreach (double micros in latency.Micros) counts[Math.Min(Bins - 1, (int)(micros / width))]++;
        Chart chart = Chart.OfNumbers("microseconds a list", "lists", format: micros => Numbers.Text($"{micros:0}"));
        chart.Boxes("lists", counts.Select((count, i) => (i * width, (i + 1) * width, 0.0, (double)count)), color: 0);
        chart.Rule("median", latency.Median);
        if (latency.P99 < most) chart.Rule("99 %", latency.P99);
        chart.FromZero(across: true);
        chart.FromZero(across: false);
        page.Figure(chart, "How long lists take, in microseconds; the last bar holds all that take four times the median or longer.");
    }
}
