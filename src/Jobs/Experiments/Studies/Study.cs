using System.Globalization;
using System.Text.Json.Nodes;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Jobs.Settings;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Jobs.Experiments.Studies;

/// <summary>
/// An experiment over jobs: rows that are trained with several seeds and compared example by example, with the interval of the paired
/// bootstrap over sequences. What it compares is a list made of the job that it is given.
/// </summary>
/// <param name="name">What it is called.</param>
/// <param name="description">What it finds out, in one sentence.</param>
/// <param name="rows">Its rows, of the job and V.</param>
/// <param name="hasFigure">Whether its models are drawn too, accuracy against bytes, as <c>NAME-DATASET.svg</c>.</param>
public sealed class Study(
    string name, string description, Func<JobOptions, int, IEnumerable<StudyRow>> rows, bool hasFigure = false) : IExperiment
{
    private static readonly Metric[] Shown = [Metric.Named("HR@20"), Metric.Named("MRR@20"), Metric.Named("NDCG@10")];

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Description => description;

    /// <inheritdoc/>
    public bool NeedsModel => false;

    /// <inheritdoc/>
    public bool TakesJob => true;

    /// <inheritdoc/>
    public IReadOnlyList<string> Heads =>
    [
        "row", "data set", "file bytes", "smaller", .. Shown.Select(metric => metric.Name),
        "against", .. Shown.Select(metric => $"Δ {metric}"), "minutes", "job",
    ];

    /// <inheritdoc/>
    public void Run(ExperimentRun run)
    {
        string folder = run.Folder ?? throw new UsageException($"{Name}: trainings take long; give --out, a folder to keep them in.");
        if (run.Job.ChoosesEpochs)
        {
            throw new UsageException(
                $"{Name}: every training has the epochs that the job says; give a job with schedules that fall along a cosine.");
        }

        var bench = new Workbench(run.Dataset, folder, run.Progress, run.Cancellation);
        ulong[] seeds = [.. Enumerable.Range(0, run.Seeds).Select(number => run.Seed + (ulong)number)];
        foreach (StudyRow row in rows(run.Job, run.Dataset.Items))
        {
            string at = $"{row.Name} on {run.Dataset.Name}";
            IEnumerable<Arm> arms = new[] { row.Arm, row.Against?.Arm }.OfType<Arm>().SelectMany(Seeded);
            run.Row(at, ContentHash.Of([.. arms.Select(bench.KeyOf), row.Slice ?? "all"]), () => Make(row));
        }

        if (hasFigure) Draw(run, folder);

        IEnumerable<Arm> Seeded(Arm arm) => arm.IsTrained ? seeds.Select(arm.WithSeed) : [arm.WithSeed(seeds[0])];

        ExperimentRow Make(StudyRow row)
        {
            Measurement[] own = [.. Seeded(row.Arm).Select(bench.Measure)];
            Measurement[] others = row.Against is { } against ? [.. Seeded(against.Arm).Select(bench.Measure)] : [];
            return RowOf(run, row, own, others);
        }
    }

    private static void Draw(ExperimentRun run, string folder)
    {
        var figure = new SizeFigure();
        foreach (ExperimentRow row in run.Rows)
        {
            if (row.Values["fileBytes"] is not { } bytes) continue;
            double[] rates = [.. row.Values[$"{Shown[0].Name} of seeds"]!.AsArray().Select(value => (double)value!)];
            figure.Add((string)row.Values["row"]!, (double)bytes, rates);
        }

        figure.Write(Path.Combine(folder, $"{run.Name}-{run.Dataset.Name}.svg"));
        run.Finish();
    }

    private static ExperimentRow RowOf(ExperimentRun run, StudyRow row, Measurement[] own, Measurement[] others)
    {
        double teacherBytes = ModelFile.FileBytes(row.Arm.Job.TeacherOf(run.Dataset.Items));
        double bytes = own.Average(one => one.FileBytes), minutes = own.Average(one => one.Seconds) / 60;
        bool isModel = bytes > 0;
        var values = new JsonObject
        {
            ["row"] = row.Name,
            ["dataset"] = run.Dataset.Name,
            ["seeds"] = own.Length,
            ["fileBytes"] = isModel ? bytes : null,
            ["smaller"] = isModel ? teacherBytes / bytes : null,
            ["minutes"] = minutes > 0 ? minutes : null,
            ["slice"] = row.Slice,
            ["against"] = row.Against?.Name,
        };
        var cells = new List<string>
        {
            row.Name, run.Dataset.Name, isModel ? Text($"{bytes:N0}") : "–", isModel ? Text($"{teacherBytes / bytes:F1}×") : "–",
        };
        foreach (Metric metric in Shown)
        {
            double[] ofSeeds = [.. own.Select(one => Of(one.Result, row.Slice, metric))];
            values[metric.Name] = ofSeeds.Average();
            values[$"{metric.Name} of seeds"] = new JsonArray([.. ofSeeds.Select(value => JsonValue.Create(value))]);
            cells.Add(ofSeeds.Length == 1
                ? Text($"{100 * ofSeeds[0]:F2}")
                : Text($"{100 * ofSeeds.Average():F2} ({100 * ofSeeds.Min():F2} – {100 * ofSeeds.Max():F2})"));
        }

        cells.Add(row.Against?.Name ?? "–");
        foreach (Metric metric in Shown)
        {
            if (others.Length == 0)
            {
                cells.Add("–");
                continue;
            }

            PairedDifference difference = PairedBootstrap.Difference(
                [.. own.Select(one => one.Result)], [.. others.Select(one => one.Result)], metric, row.Slice, run.Seed);
            values[$"Δ {metric.Name}"] = new JsonArray(difference.Value, difference.Interval.Low, difference.Interval.High);
            cells.Add(MarkdownTables.Signed(difference));
        }

        cells.Add(minutes > 0 ? Text($"{minutes:F1}") : "–");
        cells.Add(isModel && row.Arm.Codes is null ? $"[job](jobs/{WriteJob(run, row)})" : "–");
        return new ExperimentRow(cells, values);
    }

    private static double Of(EvaluationResult result, string? slice, Metric metric) =>
        slice is null ? result.Metrics[metric] : result.Slices.First(one => one.Name == slice).Metrics[metric];

    // The job of a row as a file, for `odrec run --config`, and its name; a table that is none of a job's has none.
    private static string WriteJob(ExperimentRun run, StudyRow row)
    {
        string jobs = Path.Combine(run.Folder!, "jobs");
        OutputFolder.Create(jobs);
        string words = string.Join('-', row.Name.Split([' ', ':', '\'', '+'], StringSplitOptions.RemoveEmptyEntries));
        string name = $"{run.Dataset.Name}-{run.Name}-{words}.json";
        JobFile.Write(row.Arm.WithSeed(run.Seed).Job, JobVerbs.Run, Path.Combine(jobs, name));
        return name;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
