using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Baselines.SequenceKnn;

/// <summary>
/// Chooses the settings of sequence-kNN on validation, with neighbors from the sequences before it. One setting after the other takes
/// the value of its grid that validates best, the others as they are; twice round. Of equally good values the smallest is taken.
/// What is chosen is kept beside a data set that has a folder, in <c>knn-tuning.json</c>, and taken from there another time.
/// </summary>
/// <remarks>Whoever changes grids, rounds, criteria or votes raises <see cref="KnnTuningFile.Version"/>.</remarks>
public sealed class KnnTuning
{
    private const int Rounds = 2;

    // Of more the latest: the time of a tuning grows with them.
    private const int MostSequences = 20_000;

    private static readonly float[] Decays = [0.45f, 0.9f, 1.8f, 3.6f, 7.2f, 14.4f, 28.8f];
    private static readonly float[] Weights = [0.25f, 0.5f, 1, 2, 4];

    private static readonly Setting PositionDecay = new(Decays, (options, value) => options with { PositionDecay = value });
    private static readonly Setting ItemDecay = new(Decays, (options, value) => options with { ItemDecay = value });
    private static readonly Setting RepeatWeight = new(Weights, (options, value) => options with { RepeatWeight = value });
    private static readonly Setting RepeatRecency = new(Weights, (options, value) => options with { RepeatRecency = value });

    private readonly Dataset dataset;
    private readonly Sequences valid;
    private readonly Lazy<KnnIndex> index;
    private readonly KnnTuningFile? kept;
    private readonly IProgress<WorkProgress> progress;
    private readonly CancellationToken cancellation;

    /// <summary>A tuning on one data set.</summary>
    /// <param name="dataset">The data set; its test sequences are not read.</param>
    /// <param name="validationShare">The share of train sequences held out; of a large data set at most 20,000 are.</param>
    /// <param name="progress">Follows the work.</param>
    /// <param name="cancellation">Stops it.</param>
    public KnnTuning(Dataset dataset, double validationShare, IProgress<WorkProgress> progress, CancellationToken cancellation = default)
    {
        (this.dataset, this.progress, this.cancellation) = (dataset, progress, cancellation);
        validationShare = Math.Min(validationShare, (double)MostSequences / Math.Max(1, dataset.Train.Count));
        (Sequences train, valid) = dataset.SplitValidation(validationShare);
        index = new Lazy<KnnIndex>(() => new KnnIndex(train, dataset.Items));
        kept = dataset.Folder is null ? null : new KnnTuningFile(dataset.Folder, dataset, validationShare, progress);
    }

    /// <summary>The settings without repeats that have the best HR@20.</summary>
    public KnnOptions Neighbors() => Choose(
        "kNN", new KnnOptions(), [PositionDecay, ItemDecay], metrics => metrics["HR@20"]);

    /// <summary>
    /// The settings with repeats that have the best sum of HR@20 and MRR@20: once the own items are listed HR@20 hardly changes with a and
    /// b, which decide where.
    /// </summary>
    /// <param name="start">The settings to begin with.</param>
    public KnnOptions WithRepeats(KnnOptions start) => Choose(
        "kNN+repeats",
        start with { RepeatWeight = 1 },
        [ItemDecay, PositionDecay, RepeatWeight, RepeatRecency],
        metrics => metrics["HR@20"] + metrics["MRR@20"]);

    private KnnOptions Choose(string name, KnnOptions start, Setting[] settings, Func<Metrics, double> quality)
    {
        if (kept?.Find(name, start, one => IsPossible(one, start, settings)) is { } chosen) return chosen;
        string stage = $"tuning {name}";
        IProgress<WorkProgress> ofStage = progress.Begin(stage);
        if (new Examples(valid, dataset.MinPrefix).Count == 0)
        {
            progress.Note($"{stage}: there is no validation example; the settings stay as they are.");
            return start;
        }

        KnnOptions best = start;
        var known = new Dictionary<KnnOptions, double>();
        var trialProgress = new TrialProgress(ofStage, Rounds * settings.Sum(setting => setting.Grid.Length));
        for (int round = 0; round < Rounds; round++)
        {
            foreach ((float[] grid, Func<KnnOptions, float, KnnOptions> with) in settings)
            {
                KnnOptions[] trials = Array.ConvertAll(grid, value => with(best, value));
                foreach (KnnOptions trial in trials)
                {
                    if (!known.ContainsKey(trial)) known[trial] = quality(Try(trial, trialProgress));
                    trialProgress.EndTrial();
                }

                best = trials.MaxBy(trial => known[trial])!;
            }
        }

        kept?.Keep(name, start, best);
        return best;
    }

    // Whether the grids lead from one to the other.
    private static bool IsPossible(KnnOptions chosen, KnnOptions start, Setting[] settings)
    {
        return settings.All(setting => setting.Grid.Any(value => setting.With(chosen, value) == chosen)) && Rest(chosen) == Rest(start);

        KnnOptions Rest(KnnOptions options) => settings.Aggregate(options, (rest, setting) => setting.With(rest, setting.Grid[0]));
    }

    private Metrics Try(KnnOptions trial, TrialProgress progress) => Evaluator.Run(
        () => new KnnRanker(index.Value, trial),
        valid,
        dataset.MinPrefix,
        index.Value.Popularity,
        WorkerPool.Threads,
        progress,
        cancellation).Metrics;

    /// <summary>A setting and the values that are tried.</summary>
    private sealed record Setting(float[] Grid, Func<KnnOptions, float, KnnOptions> With);

    /// <summary>Passes the progress of one evaluation of many on.</summary>
    private sealed class TrialProgress(IProgress<WorkProgress> progress, int trials) : IProgress<WorkProgress>
    {
        private int ended;

        public void EndTrial() => ended++;

        public void Report(WorkProgress value) =>
            progress.Report(value with { Done = (ended * value.Total) + value.Done, Total = trials * value.Total });
    }
}
