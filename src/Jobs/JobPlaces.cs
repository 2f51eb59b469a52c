using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Jobs.Reports;

namespace OnDeviceRec.Jobs;

/// <summary>
/// Where a job writes, taken before any work: nobody else may be writing there, and nothing that the job reads may be among what it
/// replaces.
/// </summary>
internal static class JobPlaces
{
    /// <summary>Takes the model file of a single training.</summary>
    /// <param name="job">The job.</param>
    /// <exception cref="InputException">Another run is writing it, or it is one of the job's inputs.</exception>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static OutputLock TakeModel(JobOptions job)
    {
        string model = job.Output!;
        OutputFile.Require(model);
        OutputFile.RequireApart([model, .. TrainingJobs.CheckpointFiles(model), TrainingPage.PathOf(model)], InputsOf(job));
        return OutputLock.Beside(model, makeFolder: true);
    }

    /// <summary>Takes the folder of a whole job.</summary>
    /// <param name="job">The job.</param>
    /// <exception cref="InputException">Another run is writing to it, or a file that it replaces is one of the job's inputs.</exception>
    /// <exception cref="OutputException">It cannot be written to.</exception>
    public static OutputLock TakeFolder(JobOptions job)
    {
        OutputFile.RequireApart(MainJob.FilesIn(job.Output!), InputsOf(job));
        return OutputLock.Within(job.Output!);
    }

    private static IEnumerable<string> InputsOf(JobOptions job) =>
    [
        .. job.Data is { } data ? DatasetFolder.Files(data) : [],
        .. job.TeacherFiles,
        .. job.ConfigFile is { } file ? (string[])[file] : [],
    ];
}
