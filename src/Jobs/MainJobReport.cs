using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Jobs.Tuning;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs;

/// <summary>A job's result for people (Markdown) and for programs (JSON).</summary>
public static class MainJobReport
{
    /// <summary>The metrics that models are compared by.</summary>
    internal static readonly Metric[] Compared = [Metric.Named("HR@20"), Metric.Named("MRR@20"), Metric.Named("NDCG@10")];

    /// <summary>The names of the files.</summary>
    internal static IReadOnlyList<string> FileNames { get; } = ["report.md", "report.json"];

    /// <summary>Writes <c>report.md</c> and <c>report.json</c> to a folder.</summary>
    /// <param name="result">The job.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="command">The command that made it.</param>
    /// <exception cref="OutputException">A file cannot be written.</exception>
    public static void Write(MainJobResult result, string folder, string command)
    {
        AtomicFile.Write(Path.Combine(folder, FileNames[0]), stream => stream.Write(Encoding.UTF8.GetBytes(ToMarkdown(result, command))));
        AtomicFile.Write(
            Path.Combine(folder, FileNames[1]), stream => stream.Write(Encoding.UTF8.GetBytes(ToJson(result).ToJsonString())));
    }

    /// <summary>The JSON of <c>demo</c> and <c>run</c>: metrics of every row, rates, sizes, time. Fractions, bytes and seconds.</summary>
    /// <param name="result">The job.</param>
    public static JsonObject ToJson(MainJobResult result)
    {
        ulong seed = result.Options.Teacher.Seed;
        var json = new JsonObject
        {
            ["dataset"] = result.Dataset.Name,
            ["POP"] = EvaluationReport.ToJson(result.Popularity, seed),
            ["S-POP"] = EvaluationReport.ToJson(result.SessionPopularity, seed),
            ["teacher"] = Trained(result.Teacher, seed),
            ["student"] = Trained(result.Student, seed),
            ["studentFromScratch"] = Trained(result.StudentFromScratch, seed),
            ["differences"] = Differences(result, seed),
            ["shape"] = result.StudentConfiguration.Table.Text,
            ["tableParameters"] = result.StudentConfiguration.TableParameters,
            ["tableCompression"] = result.TableCompression,
            ["fileCompression"] = result.FileCompression,
            ["seconds"] = result.Seconds,
            ["peakBytes"] = result.PeakBytes,
        };
        if (result.Tuning is { } tuning) json["tuning"] = tuning.ToJson();
        foreach ((Precision precision, ModelResult small) in result.SmallStudents)
        {
            json[$"student{precision}"] = Model(small, seed);
            json[$"{PrecisionName.Of(precision)}FileCompression"] = result.FileCompressionOf(small);
        }

        return json;
    }

    /// <summary>A page with the command, the settings and all tables; metrics in percent.</summary>
    /// <param name="result">The job.</param>
    /// <param name="command">The command that made it.</param>
    public static string ToMarkdown(MainJobResult result, string command)
    {
        var page = new StringBuilder();
        Line($"# {PrintableText.Of(result.Dataset.Name)}");
        Line($"");
        Line($"    {command}");
        Line($"");
        JobOptions job = result.Options;
        (TrainingOptions teacher, TrainingOptions student) = (job.Teacher, job.Student);
        string trainedOn = job.ValidationShare == 0
            ? "the files are trained on all train sequences"
            : string.Create(CultureInfo.InvariantCulture, $"{job.ValidationShare:P0} of the train sequences held out for validation")
                + (result.Teacher.Refit is null
                    ? string.Empty
                    : "; the files are of trainings on all of them, for as many epochs as validated best");
        Line(
            $"{result.Dataset.Items:N0} items, {result.Dataset.Train.Count:N0} train and {result.Dataset.Test.Count:N0} test sequences, ",
            $"{result.Popularity.ExampleCount:N0} test examples; ",
            $"{trainedOn}.");
        Line(
            $"Settings, teacher and students: batch {teacher.Batch} and {student.Batch}, ",
            $"learning rate {teacher.LearningRate} and {student.LearningRate}, ",
            $"{Schedule(teacher)} and {Schedule(student)}, ",
            $"dropout {teacher.Dropout} and {student.Dropout}, ",
            $"time decay {teacher.TimeDecay} and {student.TimeDecay}, ",
            $"weight of kNN pseudo-labels {teacher.KnnLabelWeight} and {student.KnnLabelWeight}; ",
            $"seed {teacher.Seed}; {(job.Head == HeadKind.Copy ? "the models copy" : "the catalog's head alone")}. All of them: job.json.");
        Line(
            $"Loss weights of the distillation: ce {job.Weights.CrossEntropy}, kl {job.Weights.SoftTargets}, ",
            $"con {job.Weights.Contrastive}, pre {job.Weights.Predictive}; θ {job.Weights.Temperature}.");
        if (job.Teachers > 1) Line($"The student learns from the mean of {job.Teachers} teachers, of seeds one apart.");
        Line($"Student's table: {result.StudentConfiguration.Table.Text}, {result.StudentConfiguration.TableParameters:N0} parameters, ",
            $"**{result.TableCompression:F1}×** smaller than the teacher's; its file **{result.FileCompression:F1}×** smaller.");
        Line($"The whole job took {result.Seconds / 60:F1} minutes and at most {result.PeakBytes / 1048576.0:N0} MiB of memory.");
        Line($"");
        Line($"| model | epochs | best epoch | minutes | validation HR@20 | MRR@20 | NDCG@10 | file bytes | smaller |");
        Line($"|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (ModelResult model in result.Models)
        {
            TrainingOutcome training = model.Training;
            string valid = training.Best?.Valid is { } v
                ? Invariant($"{100 * v.HitRate20:F2} | {100 * v.ReciprocalRank20:F2} | {100 * v.Gain10:F2}")
                : "– | – | –";
            Line(
                $"| {model.Name} | {training.Epochs.Count} | {training.Best?.Epoch + 1} | {model.Seconds / 60:F1} | {valid} ",
                $"| {model.Bytes:N0} | {result.FileCompressionOf(model):F1}× |");
        }

        if (EpochHistory.ToMarkdown(result.Trained.Select(model => (model.Name, model.Training))) is { } epochs)
        {
            Line($"");
            Line($"Epochs, validation HR@20 / MRR@20 after each in percent, the one that was chosen in bold:");
            Line($"");
            page.Append(epochs);
        }

        if (result.Tuning?.Chosen is { } tuned)
        {
            Line($"");
            Line($"Settings chosen by short trainings of the teacher on validation: {TuningResult.Text(tuned)}. All that were tried:");
            Line($"");
            page.Append(MarkdownTables.Rows(
                ["settings", "validation HR@20", "MRR@20", "NDCG@10"],
                result.Tuning.Trials.Select(trial => (IEnumerable<string>)
                [
                    TuningResult.Text(trial), Percent(trial.Valid.HitRate20), Percent(trial.Valid.ReciprocalRank20),
                    Percent(trial.Valid.Gain10),
                ])));
        }

        Line($"");
        Line($"Test split, percent, computed from the files through the device's runtime:");
        Line($"");
        page.Append(MarkdownTables.Models([.. result.Rows]));
        Line($"");
        Line($"{MetricLegend.Text}");
        Line($"{MetricLegend.Slices}");
        Line($"");
        Line($"95 % intervals of HR@20 and NDCG@10, bootstrap over sequences:");
        Line($"");
        Line($"| model | HR@20 | NDCG@10 |");
        Line($"|---|---:|---:|");
        foreach ((string name, EvaluationResult row) in result.Rows)
        {
            IReadOnlyDictionary<string, Interval> intervals = Bootstrap.Intervals(row, result.Options.Teacher.Seed);
            Line($"| {name} | {Range(intervals["HR@20"])} | {Range(intervals["NDCG@10"])} |");
        }

        Line($"");
        Line(
            $"Differences on the same examples, with the 95 % interval of the paired bootstrap over sequences; ",
            $"outside of it where it holds no 0:");
        Line($"");
        page.Append(MarkdownTables.Rows(
            ["", .. Compared.Select(metric => metric.Name)],
            result.Comparisons.Select(
                one => (IEnumerable<string>)
                [
                    one.Name,
                    .. Compared.Select(metric => MarkdownTables.Signed(Difference(one, metric, result.Options.Teacher.Seed))),
                ])));
        Line($"");
        page.Append(MarkdownTables.Slices([.. result.Rows]));
        return page.ToString();

        void Line(params FormattableString[] parts)
        {
            foreach (FormattableString part in parts) page.Append(Invariant(part));
            page.Append('\n');
        }
    }

    private static PairedDifference Difference(
        (string Name, EvaluationResult First, EvaluationResult Second) pair, Metric metric, ulong seed) =>
        PairedBootstrap.Difference(pair.First, pair.Second, metric, seed);

    private static JsonObject Differences(MainJobResult result, ulong seed)
    {
        var json = new JsonObject();
        foreach ((string Name, EvaluationResult First, EvaluationResult Second) pair in result.Comparisons)
        {
            var metrics = new JsonObject();
            foreach (Metric metric in Compared)
            {
                PairedDifference difference = Difference(pair, metric, seed);
                metrics[metric.Name] = new JsonArray(difference.Value, difference.Interval.Low, difference.Interval.High);
            }

            json[pair.Name] = metrics;
        }

        return json;
    }

    private static string Range(Interval interval) => Invariant($"{100 * interval.Low:F2} – {100 * interval.High:F2}");

    private static string Percent(double share) => Invariant($"{100 * share:F2}");

    private static string Schedule(TrainingOptions options) => options.Schedule == LearningRateSchedule.Cosine
        ? $"falling along a cosine over {options.Epochs} epochs"
        : "constant";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static JsonObject Trained(ModelResult model, ulong seed)
    {
        JsonObject json = Model(model, seed);
        json["history"] = EpochHistory.ToJson(model.Training);
        return json;
    }

    private static JsonObject Model(ModelResult model, ulong seed)
    {
        JsonObject json = EvaluationReport.ToJson(model.Test, seed);
        json["file"] = model.File;
        json["fileBytes"] = model.Bytes;
        json["epochs"] = model.Training.Epochs.Count;
        json["bestEpoch"] = model.Training.Best?.Epoch + 1;
        json["refit"] = model.Refit is not null;
        json["trainingSeconds"] = model.Seconds;
        return json;
    }
}
