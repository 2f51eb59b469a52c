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
        OutputFile.Require(job.Output!);
        OutputFile.RequireApart(TrainJob.FilesOf(job.Output!), InputsOf(job));
        return OutputLock.Beside(job.Output!, makeFolder: true);
    }

    /// <summary>Takes a file that is made of others at once.</summary>
    /// <param name="output">The file.</param>
    /// <param name="inputs">What it is made of.</param>
    /// <param name="makeFolder">Whether its folder is made where it is missing.</param>
    /// <exception cref="InputException">Another run is writing it, it is a folder, or one of the inputs.</exception>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static OutputLock TakeFile(string output, IEnumerable<string> inputs, bool makeFolder = false)
    {
        OutputFile.Require(output);
        OutputFile.RequireApart([output], inputs);
        return OutputLock.Beside(output, makeFolder);
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
