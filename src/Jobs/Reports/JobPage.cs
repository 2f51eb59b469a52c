using OnDeviceRec.Data;
using OnDeviceRec.Device;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Jobs.Reports.Sections;
using OnDeviceRec.Jobs.Settings;
using OnDeviceRec.Jobs.Tuning;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs.Reports;

/// <summary>
/// The page of <c>run</c> and <c>demo</c>: what was made, whether it is good, how large, how fast, what next; then all of it.
/// </summary>
internal static class JobPage
{
    private static readonly Metric HitRate = Metric.Named("HR@20");

    /// <summary>Makes the page; lists are made and timed for it.</summary>
    /// <param name="result">The job.</param>
    /// <param name="verb">Whose job it is.</param>
    /// <param name="command">The command that made it.</param>
    public static HtmlPage Of(MainJobResult result, JobVerbs verb, string command)
    {
        ulong seed = result.Options.Teacher.Seed;
        Dataset dataset = result.Dataset;
        ModelResult shipped = result.Shipped;
        string name = Path.GetFileName(shipped.File);
        DeviceModel model = DeviceModel.Load(shipped.File);
        ListLatency latency = ListLatency.Measure(model, dataset.Test);
        var page = new HtmlPage($"{dataset.Name}: a recommender of {Numbers.Bytes(shipped.Bytes)}");
        Summary(page, result, latency);
        AccuracySection.Add(page, result.Rows, result.RowsToCompare, seed);
        DifferenceSection.Add(page, [.. result.Comparisons.Where(one => one.Second != result.SessionPopularity)], seed);
        SliceSection.Add(page, result.Rows, result.RowsToCompare);
        ListsSection.Add(page, name, model, dataset.Test);
        SizeSection.Add(page, [.. result.Models.Select(one => (one.Name, one.File, (EvaluationResult?)one.Test))], seed);
        LatencySection.Add(page, name, latency);
        TrainingSection.Add(page, [.. result.Trained.Select(one => (one.Name, one.Training))]);
        if (result.Tuning is { Chosen: { } chosen } tuning)
        {
            page.Text($"By short trainings of the teacher on validation these settings were chosen: {TuningResult.Text(chosen)}.");
            page.Table(
                ["tried", "validation HR@20", "MRR@20", "NDCG@10"],
                tuning.Trials.Select(trial => (IReadOnlyList<string>)
                [
                    TuningResult.Text(trial), Numbers.OfHundred(trial.Valid.HitRate20), Numbers.OfHundred(trial.Valid.ReciprocalRank20),
                    Numbers.OfHundred(trial.Valid.Gain10),
                ]));
        }

        DataSection.Add(page, dataset, [.. result.Trained.Select(one => (one.Name, one.Training, one.Test.Metrics[HitRate]))]);
        SetupSection.Add(page, command, JobFile.ToJson(result.Options, verb));
        return page;
    }

    private static void Summary(HtmlPage page, MainJobResult result, ListLatency latency)
    {
        ModelResult shipped = result.Shipped;
        (double own, double theirs) = (shipped.Test.Metrics[HitRate], result.Teacher.Test.Metrics[HitRate]);
        page.Lead(
            $"From {Numbers.Count(result.Dataset.Train.Count)} sessions over {Numbers.Count(result.Dataset.Items)} items a teacher was "
            + $"trained, and from it a student that runs on a device: {shipped.File}.");
        page.Tiles(
            ("Is it good?", Numbers.Percent(own), $"of next items are among its first 20; the teacher has {Numbers.Percent(theirs)}"),
            (
                "How large is it?",
                Numbers.Bytes(shipped.Bytes),
                $"{Numbers.Times(result.FileCompressionOf(shipped))} smaller than the teacher's file"),
            ("How fast is it?", Numbers.Micros(latency.Median), "for a list of 20 out of all items, on one core"),
            (
                "What did it take?",
                Numbers.Text($"{result.Seconds / 60:F1} min"),
                $"of training and evaluation, {Numbers.Bytes(result.PeakBytes)} of memory"));
        page.List(JobSentences.Of(result));
        page.Text("What next: see what it lists, item by item as you type; measure it on this machine; ship the file.");
        page.Command($"odrec recommend --model {shipped.File} --interactive\nodrec bench --model {shipped.File}");
    }
}
