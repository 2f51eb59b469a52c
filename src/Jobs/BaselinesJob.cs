using System.Diagnostics;
using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs;

/// <summary>
/// Evaluates POP, S-POP and sequence-kNN without and with repeats on one split; the settings of both kNN are chosen on validation.
/// </summary>
public static class BaselinesJob
{
    /// <summary>Runs the verb <c>baselines</c>.</summary>
    /// <param name="folder">The data set's folder.</param>
    /// <param name="split">The split that is evaluated.</param>
    /// <param name="progress">Follows the work.</param>
    /// <param name="cancellation">Stops it.</param>
    public static BaselinesResult Run(
        string folder, Split split, IProgress<WorkProgress> progress, CancellationToken cancellation = default)
    {
        Dataset dataset = DatasetReading.Whole(folder, progress, cancellation);
        (Sequences before, Sequences sequences) = split.Of(dataset);
        return Run(dataset, sequences, before, Validation.DefaultShare, progress, cancellation);
    }

    /// <summary>Runs the job.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="sequences">The split that is evaluated.</param>
    /// <param name="before">The train sequences that lie before it: where neighbors come from.</param>
    /// <param name="validationShare">The share of train sequences held out while the settings are chosen.</param>
    /// <param name="progress">Follows the work.</param>
    /// <param name="cancellation">Stops it.</param>
    public static BaselinesResult Run(
        Dataset dataset,
        Sequences sequences,
        Sequences before,
        double validationShare,
        IProgress<WorkProgress> progress,
        CancellationToken cancellation = default)
    {
        var evaluation = new EvaluationJobs(dataset, sequences, progress, cancellation);
        EvaluationResult pop = evaluation.Popularity(), sPop = evaluation.SessionPopularity();
        var tuning = new KnnTuning(dataset, validationShare, progress, cancellation);
        var index = new KnnIndex(before, dataset.Items);
        KnnResult plain = Tuned("kNN", tuning.Neighbors);
        return new BaselinesResult(pop, sPop, plain, Tuned("kNN+repeats", () => tuning.WithRepeats(plain.Options)));

        KnnResult Tuned(string name, Func<KnnOptions> tune)
        {
            long start = Stopwatch.GetTimestamp();
            KnnOptions options = tune();
            double tuningSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            start = Stopwatch.GetTimestamp();
            EvaluationResult result = evaluation.Neighbors(name, index, options);
            return new KnnResult(options, tuningSeconds, result, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
    }
}
