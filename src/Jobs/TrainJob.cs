using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Jobs.Reports;
using OnDeviceRec.Jobs.Settings;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs;

/// <summary>The verbs <c>train</c> and <c>distill</c>: from a data set to one model file, and a page beside it.</summary>
public static class TrainJob
{
    /// <summary>Trains a teacher.</summary>
    /// <param name="options">The settings, as <see cref="JobResolver"/> makes them.</param>
    /// <param name="command">The command that asked for it, for the page.</param>
    /// <param name="progress">Follows the work.</param>
    /// <param name="cancellation">Stops it after the present batch; the checkpoint beside the file holds the state.</param>
    /// <exception cref="InputException">The file is written by another run, or one of those that are read.</exception>
    public static TrainedModel Teacher(
        JobOptions options, string command, IProgress<WorkProgress> progress, CancellationToken cancellation = default)
    {
        using OutputLock held = JobPlaces.TakeModel(options);
        Dataset dataset = DatasetReading.ForTraining(options.Data!, progress, cancellation);
        TrainingJobs jobs = Jobs(dataset, options, JobVerbs.Train, progress, cancellation);
        TrainingOutcome outcome = jobs.NextItem(
            "teacher", options.TeacherOf(dataset.Items), options.Teacher, options.Output!, options.Resume);
        return Finished(options, JobVerbs.Train, command, outcome);
    }

    /// <summary>Distills a student.</summary>
    /// <param name="options">The settings, as <see cref="JobResolver"/> makes them.</param>
    /// <param name="command">The command that asked for it, for the page.</param>
    /// <param name="progress">Follows the work.</param>
    /// <param name="cancellation">Stops it after the present batch; the checkpoint beside the file holds the state.</param>
    /// <exception cref="InputException">The file is written by another run, or one of those that are read.</exception>
    public static TrainedModel Student(
        JobOptions options, string command, IProgress<WorkProgress> progress, CancellationToken cancellation = default)
    {
        using OutputLock held = JobPlaces.TakeModel(options);
        Dataset dataset = DatasetReading.ForTraining(options.Data!, progress, cancellation);
        TrainingJobs jobs = Jobs(dataset, options, JobVerbs.Distill, progress, cancellation);
        TrainingOutcome outcome = jobs.Student(options.TeacherFiles, options, options.Output!, options.Resume);
        return Finished(options, JobVerbs.Distill, command, outcome);
    }

    private static TrainingJobs Jobs(
        Dataset dataset, JobOptions options, JobVerbs verb, IProgress<WorkProgress> progress, CancellationToken cancellation) =>
        new(dataset, options.ValidationShare, progress, cancellation) { JobHash = JobFile.Hash(options, verb) };

    private static TrainedModel Finished(JobOptions options, JobVerbs verb, string command, TrainingOutcome outcome)
    {
        var trained = new TrainedModel(
            ModelDescription.Of(options.Output!, options.TeacherFiles is [{ } teacher, ..] ? teacher : null), outcome);
        TrainingPage.Of(trained, options, verb, command).Write(TrainingPage.PathOf(options.Output!));
        TrainingJobs.DeleteCheckpoint(options.Output!);
        return trained;
    }
}
