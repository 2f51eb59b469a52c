using OnDeviceRec.Data;
using OnDeviceRec.Device;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Jobs.Reports.Sections;

namespace OnDeviceRec.Jobs.Reports;

/// <summary>The page of <c>evaluate</c>: one model on one split.</summary>
internal static class EvaluationPage
{
    /// <summary>Makes the page; lists are made and timed for it.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="model">The same, opened.</param>
    /// <param name="result">What it does on the split.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="split">The split's sequences.</param>
    /// <param name="command">The command that made it.</param>
    /// <param name="seed">Keys the draws of the intervals.</param>
    public static HtmlPage Of(
        string file, DeviceModel model, EvaluationResult result, Dataset dataset, Sequences split, string command, ulong seed)
    {
        ListLatency latency = ListLatency.Measure(model, split);
        string name = Path.GetFileName(file);
        long bytes = new FileInfo(file).Length;
        Interval interval = Bootstrap.Intervals(result, seed)["HR@20"];
        (string, EvaluationResult)[] rows = [(name, result)];
        var page = new HtmlPage($"{name} on {dataset.Name}");
        page.Tiles(
            ("Is it good?", Numbers.Percent(result.Metrics["HR@20"]), "of next items are among its first 20 "
                + $"({Numbers.Percent(interval.Low)} to {Numbers.Percent(interval.High)})"),
            ("How large is it?", Numbers.Bytes(bytes), $"for {Numbers.Count(dataset.Items)} items"),
            ("How fast is it?", Numbers.Micros(latency.Median), "for a list of 20 out of all items, on one core"));
        AccuracySection.Add(page, rows, rows, seed);
        SliceSection.Add(page, rows, rows);
        ListsSection.Add(page, name, model, split);
        SizeSection.Add(page, [(name, file, null)], seed);
        LatencySection.Add(page, name, latency);
        DataSection.Add(page, dataset, []);
        SetupSection.Add(page, command);
        return page;
    }
}
