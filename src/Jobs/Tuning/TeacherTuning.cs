using System.Globalization;
using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Jobs.Settings;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs.Tuning;

/// <summary>
/// Chooses settings that differ between data sets by short trainings of the teacher on the latest train sequences: one setting after the
/// other, each at the value with the best validation (docs/method.md §7.11). What a person gave stays as it is.
/// </summary>
public sealed class TeacherTuning
{
    /// <summary>The trials in the folder of the job.</summary>
    public const string FileName = "tuning.json";

    // The latest quarter of the train sequences, half of the epochs; of small data sets all.
    private const int SampleParts = 4, LeastSequences = 2_000, EpochParts = 2;

    private readonly Dataset dataset, sample;
    private readonly JobOptions job;
    private readonly string folder;
    private readonly TuningFile kept;
    private readonly TrainingJobs jobs;
    private readonly IProgress<WorkProgress> progress;
    private readonly CancellationToken cancellation;
    private readonly List<TuningTrial> trials = [];
    private int count;

    private TeacherTuning(
        Dataset dataset, JobOptions job, IReadOnlyList<Setting> tuned, IProgress<WorkProgress> progress, CancellationToken cancellation)
    {
        (this.dataset, this.job, this.progress, this.cancellation) = (dataset, job, progress, cancellation);
        (Sequences train, Sequences valid) = dataset.SplitValidation(
            job.ValidationShare > 0 ? job.ValidationShare : Validation.DefaultShare);
        int count = Math.Min(train.Count, Math.Max(train.Count / SampleParts, LeastSequences));
        sample = new Dataset(dataset.Name, dataset.Items, dataset.MinPrefix, train.Take(^count..), Sequences.Empty, valid);
        folder = Path.Combine(job.Output!, "tuning");
        jobs = new TrainingJobs(sample, Validation.DefaultShare, progress, cancellation);
        string settings = JobFile.SettingsOf(tuned.Aggregate(job, (one, setting) => setting.With(one, "0")), JobVerbs.Run).ToJsonString();
        string madeOf = ContentHash.Of(
            ContentHash.Of(dataset.Train), ContentHash.Of(valid), $"{dataset.Items} {dataset.MinPrefix}", settings,
            string.Join(' ', tuned.Select(one => one.Key)));
        kept = new TuningFile(Path.Combine(job.Output!, FileName), madeOf, job.Resume);
    }

    /// <summary>What is tuned, in this order, and the values that are tried.</summary>
    public static IReadOnlyList<(Setting Setting, IReadOnlyList<string> Words)> Grid { get; } =
    [
        (JobSettings.Named("time-decay"), ["0", "3"]),
        (NeighborLabels, ["0", "0.5", "1.5"]),
        (JobSettings.Named("dropout"), ["0.1", "0.3", "0.5"]),
    ];

    private static Setting NeighborLabels => JobSettings.Named("knn-labels");

    /// <summary>Tunes a job.</summary>
    /// <param name="dataset">The data set; its test sequences are not read.</param>
    /// <param name="job">The job; trials go to its output folder.</param>
    /// <param name="progress">Follows the work; hears in a line each what was tried and what was chosen.</param>
    /// <param name="cancellation">Stops it; with <see cref="JobOptions.Resume"/> it goes on from there.</param>
    /// <exception cref="Training.Checkpoints.CheckpointException">There are trials of another job to go on from.</exception>
    public static TuningResult Run(
        Dataset dataset, JobOptions job, IProgress<WorkProgress> progress, CancellationToken cancellation = default)
    {
        (Setting Setting, IReadOnlyList<string> Words)[] tuned = [.. Grid.Where(one => !job.Given.Contains(one.Setting.Name))];
        if (tuned.Length == 0)
        {
            progress.Note("tuning: all settings that it could choose are given; they stay as they are.");
            return Untuned();
        }

        var tuning = new TeacherTuning(dataset, job, [.. tuned.Select(one => one.Setting)], progress, cancellation);
        if (new Examples(tuning.sample.Train, dataset.MinPrefix).Count == 0
            || new Examples(tuning.sample.Valid!, dataset.MinPrefix).Count == 0)
        {
            progress.Note("tuning: the data set is too small to hold out an example; the settings stay as they are.");
            return Untuned();
        }

        return tuning.Choose(tuned);

        TuningResult Untuned() => new(job with { Tune = false }, null, [], null);
    }

    private TuningResult Choose((Setting Setting, IReadOnlyList<string> Words)[] tuned)
    {
        OutputFolder.Create(folder);
        if (tuned.Any(one => one.Setting == NeighborLabels) || job.Teacher.KnnLabelWeight > 0)
            jobs.TunedNeighbors = new TrainingJobs(dataset, 0, progress, cancellation).Neighbors();
        count = 1 + tuned.Sum(one => one.Words.Count(word => one.Setting.Show(one.Setting.With(job, word)) != one.Setting.Show(job)));
        JobOptions best = job;
        TuningTrial chosen = Try(best, tuned);
        foreach ((Setting setting, IReadOnlyList<string> words) in tuned)
        {
            foreach (string word in words)
            {
                JobOptions other = setting.With(best, word);
                TuningTrial trial = Try(other, tuned);
                if (trial.Valid.Criterion > chosen.Valid.Criterion) (best, chosen) = (other, trial);
            }
        }

        if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        progress.Note($"tuning: chosen are {TuningResult.Text(chosen)}.");
        return new TuningResult(best with { Tune = false }, chosen, trials, jobs.TunedNeighbors);
    }

    private TuningTrial Try(JobOptions trial, IEnumerable<(Setting Setting, IReadOnlyList<string> Words)> tuned)
    {
        var settings = tuned.ToDictionary(
            one => one.Setting.Key, one => double.Parse(one.Setting.Show(trial)!, CultureInfo.InvariantCulture));
        TuningTrial? tried = trials.Find(one => one.Settings.All(value => settings[value.Key] == value.Value));
        if (tried is not null) return tried;
        tried = kept.Find(settings);
        if (tried is null)
        {
            tried = new TuningTrial(settings, Train(trial));
            kept.Add(tried);
        }

        trials.Add(tried);
        progress.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"tuning: {TuningResult.Text(tried)}: HR@20 {100 * tried.Valid.HitRate20:F2}, MRR@20 {100 * tried.Valid.ReciprocalRank20:F2}"));
        return tried;
    }

    private ValidationResult Train(JobOptions trial)
    {
        TrainingOptions teacher = trial.Teacher with
        {
            Epochs = Math.Max(1, trial.Teacher.Epochs / EpochParts),
            TimeDecay = trial.Teacher.TimeDecay * sample.Train.Count / dataset.Train.Count,
        };
        string name = $"tuning {trials.Count + 1} of {count}", file = Path.Combine(folder, $"trial-{trials.Count + 1}.odr");
        TrainingOutcome outcome = jobs.NextItem(
            name, trial.TeacherOf(dataset.Items), teacher, file, job.Resume && TrainingJobs.HasCheckpoint(file));
        TrainingJobs.DeleteCheckpoint(file);
        File.Delete(file);
        return outcome.Best!.Valid!;
    }
}
