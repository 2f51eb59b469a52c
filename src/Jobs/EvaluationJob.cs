using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Jobs.Reports;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Jobs;

/// <summary>The verb <c>evaluate</c>: a model file on one split of a data set, through the device's runtime.</summary>
public static class EvaluationJob
{
    /// <summary>Evaluates.</summary>
    /// <param name="path">The model file.</param>
    /// <param name="folder">The data set's folder.</param>
    /// <param name="split">The split.</param>
    /// <param name="page">A page to write, or null.</param>
    /// <param name="progress">Follows the work.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="UsageException">The model was trained on the sequences it is to be validated on.</exception>
    /// <exception cref="InputException">The model is of another catalog, or the page would replace what is read.</exception>
    public static EvaluationResult Run(
        string path,
        string folder,
        Split split,
        PageRequest? page,
        IProgress<WorkProgress> progress,
        CancellationToken cancellation = default)
    {
        using OutputLock? held = page is null
            ? null
            : JobPlaces.TakeFile(page.Path, [path, .. DatasetFolder.Files(folder)], makeFolder: true);
        ModelFile file = ModelStore.Read(path);
        Dataset dataset = DatasetReading.Whole(folder, progress, cancellation);
        SameCatalog.Require(path, file, dataset);
        if (split == Split.Valid) RequireHeldOut(path, file.Training, dataset);
        var model = new DeviceModel(file);
        Sequences sequences = split.Of(dataset).Split;
        EvaluationResult result = new EvaluationJobs(dataset, sequences, progress, cancellation).Model(path, model);
        if (page is not null) EvaluationPage.Of(path, model, result, dataset, sequences, page.Command, page.Seed).Write(page.Path);
        return result;
    }

    private static void RequireHeldOut(string path, TrainingRecord? training, Dataset dataset)
    {
        int before = Split.Valid.Of(dataset).Before.Count;
        if (dataset.Valid is null && training is not null && training.Sequences == dataset.Train.Count && training.Trained > before)
        {
            throw new UsageException(
                $"--split valid: {path} was trained on {training.Trained} of {training.Sequences} train sequences, "
                + $"those of this split (from {before} on) among them; "
                + "its figures would be memory. Give a model trained with --valid or take --split test.");
        }
    }
}
