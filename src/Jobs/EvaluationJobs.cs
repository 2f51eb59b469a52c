using OnDeviceRec.Baselines;
using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Jobs;

/// <summary>Evaluations on the sequences of one split; popularity is that of all train sequences.</summary>
public sealed class EvaluationJobs
{
    private readonly Sequences sequences;
    private readonly int minPrefix;
    private readonly Popularity popularity;
    private readonly IProgress<WorkProgress> progress;
    private readonly CancellationToken cancellation;

    /// <summary>Evaluations on a split.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="sequences">The split.</param>
    /// <param name="progress">Follows the work.</param>
    /// <param name="cancellation">Stops an evaluation.</param>
    public EvaluationJobs(Dataset dataset, Sequences sequences, IProgress<WorkProgress> progress, CancellationToken cancellation = default)
    {
        (this.sequences, this.progress, this.cancellation) = (sequences, progress, cancellation);
        minPrefix = dataset.MinPrefix;
        if (new Examples(sequences, minPrefix).Count == 0)
        {
            throw new InputException(
                $"{dataset.Name}: none of the {sequences.Count} sequences of this split is longer than minPrefix, {minPrefix}; "
                + "there is nothing to evaluate.");
        }

        popularity = new Popularity(dataset.Train, dataset.Items);
    }

    /// <summary>POP.</summary>
    public EvaluationResult Popularity() => Run("POP", () => new PopularityRanker(popularity));

    /// <summary>S-POP.</summary>
    public EvaluationResult SessionPopularity() => Run("S-POP", () => new SessionPopularityRanker(popularity));

    /// <summary>Sequence-kNN.</summary>
    /// <param name="name">What it is called in progress.</param>
    /// <param name="index">Where neighbors come from.</param>
    /// <param name="options">The settings.</param>
    public EvaluationResult Neighbors(string name, KnnIndex index, KnnOptions options) =>
        Run(name, () => new KnnRanker(index, options));

    /// <summary>A model file, through the device's runtime.</summary>
    /// <param name="name">What it is called in progress.</param>
    /// <param name="model">The loaded file.</param>
    public EvaluationResult Model(string name, DeviceModel model) => Run(name, () => new DeviceRanker(model));

    /// <summary>Several model files together.</summary>
    /// <param name="name">What they are called in progress.</param>
    /// <param name="models">The loaded files.</param>
    public EvaluationResult Ensemble(string name, IReadOnlyList<DeviceModel> models) => Run(name, () => new EnsembleRanker(models));

    /// <summary>Several model files and sequence-kNN together.</summary>
    /// <param name="name">What they are called in progress.</param>
    /// <param name="models">The loaded files.</param>
    /// <param name="index">Where neighbors come from.</param>
    /// <param name="options">The settings of sequence-kNN.</param>
    /// <param name="share">What of the new items' probability the neighbors' votes have.</param>
    public EvaluationResult Blend(
        string name, IReadOnlyList<DeviceModel> models, KnnIndex index, KnnOptions options, float share) =>
        Run(name, () => new KnnBlendRanker(new EnsembleRanker(models), index, options, share));

    private EvaluationResult Run(string name, Func<IRanker> factory) => Evaluator.Run(
        factory, sequences, minPrefix, popularity, WorkerPool.Threads, progress.Begin($"evaluating {name}"), cancellation);
}
