using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Jobs.Reports;
using OnDeviceRec.Jobs.Settings;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs;

/// <summary>The verbs <c>train</c> and <c>distill</c>: from a data set to one model file, and a page beside it.</summary>
/// <remarks>
/// With <see cref="JobOptions.Refit"/> the file is trained on all train sequences. Where validation chooses the epochs that is a second
/// training; the model of the first one is beside the file until then, as FILE.choosing.odr.
/// </remarks>
public static class TrainJob
{
    /// <summary>Trains a teacher.</summary>
    /// <param name="options">The settings, as <see cref="JobResolver"/> makes them.</param>
    /// <param name="command">The command that asked for it, for the page.</param>
    /// <param name="progress">Follows the work.</param>
    /// <param name="sharing">The ranks that share it, each with the same call; the first one alone writes. Null for one alone.</param>
    /// <param name="cancellation">Stops it after the present batch; the checkpoint beside the file holds the state.</param>
    /// <exception cref="InputException">The file is written by another run, or one of those that are read.</exception>
    public static TrainedModel Teacher(
        JobOptions options,
        string command,
        IProgress<WorkProgress> progress,
        Sharing? sharing = null,
        CancellationToken cancellation = default) => Run(
            options, JobVerbs.Train, options.Teacher, command,
            (jobs, training, file) => jobs.NextItem("teacher", options.TeacherOf(jobs.Items), training, file, options.Resume),
            progress, sharing ?? Sharing.Alone, cancellation);

    /// <summary>All files that a training of a model file may write beside it, and the file.</summary>
    /// <param name="model">The model file.</param>
    internal static IReadOnlyList<string> FilesOf(string model) =>
    [
        model, TrainingPage.PathOf(model), .. TrainingJobs.CheckpointFiles(model),
        Choosing(model), .. TrainingJobs.CheckpointFiles(Choosing(model)),
    ];

    /// <summary>Distills a student.</summary>
    /// <param name="options">The settings, as <see cref="JobResolver"/> makes them.</param>
    /// <param name="command">The command that asked for it, for the page.</param>
    /// <param name="progress">Follows the work.</param>
    /// <param name="sharing">The ranks that share it, each with the same call; the first one alone writes. Null for one alone.</param>
    /// <param name="cancellation">Stops it after the present batch; the checkpoint beside the file holds the state.</param>
    /// <exception cref="InputException">The file is written by another run, or one of those that are read.</exception>
    public static TrainedModel Student(
        JobOptions options,
        string command,
        IProgress<WorkProgress> progress,
        Sharing? sharing = null,
        CancellationToken cancellation = default) => Run(
            options, JobVerbs.Distill, options.Student, command,
            (jobs, training, file) => jobs.Student(options.TeacherFiles, options with { Student = training }, file, options.Resume),
            progress, sharing ?? Sharing.Alone, cancellation);

    private static string Choosing(string model) => Path.ChangeExtension(model, ".choosing.odr");

    private static TrainedModel Run(
        JobOptions options,
        JobVerbs verb,
        TrainingOptions training,
        string command,
        Func<TrainingJobs, TrainingOptions, string, TrainingOutcome> train,
        IProgress<WorkProgress> progress,
        Sharing sharing,
        CancellationToken cancellation)
    {
        using OutputLock? held = sharing.IsFirst ? JobPlaces.TakeModel(options) : null;
        Dataset dataset = DatasetReading.ForTraining(options.Data!, progress, cancellation);
        (string output, byte[] hash) = (options.Output!, JobFile.Hash(options, verb));
        bool onAll = options.Refit && training.Schedule != LearningRateSchedule.Constant;
        TrainingJobs first = On(onAll ? 0 : options.ValidationShare);
        bool twice = options.Refit && first.HoldsOut;
        string choosing = Choosing(output);
        TrainingOutcome chosen = train(first, training, twice ? choosing : output);
        TrainingOutcome? refit = null;
        if (twice)
        {
            TrainingJobs all = On(0);
            all.TunedNeighbors = first.TunedNeighbors;
            refit = train(all, training with { Epochs = chosen.Best!.Epoch + 1 }, output);
        }

        string? teacher = options.TeacherFiles is [{ } one, ..] ? one : null;
        var trained = new TrainedModel(ModelDescription.Of(output, teacher), chosen, refit);
        if (!sharing.IsFirst) return trained;
        TrainingPage.Of(trained, options, verb, command).Write(TrainingPage.PathOf(output));
        TrainingJobs.DeleteCheckpoint(output);
        if (!twice) return trained;
        TrainingJobs.DeleteCheckpoint(choosing);
        File.Delete(choosing);
        return trained;

        TrainingJobs On(double validationShare) => new(dataset, validationShare, progress, cancellation)
        {
            JobHash = hash,
            Sharing = sharing,
        };
    }
}
