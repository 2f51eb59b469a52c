using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs;

/// <summary>A teacher, the student distilled from it, and the same student from scratch: one after the other, into one folder.</summary>
internal sealed class ThreeTrainings
{
    private readonly string folder;

    /// <summary>Runs the trainings.</summary>
    public ThreeTrainings(
        Dataset dataset,
        JobOptions options,
        string folder,
        byte[] jobHash,
        IProgress<WorkProgress> progress,
        CancellationToken cancellation,
        KnnOptions? tunedNeighbors = null)
    {
        this.folder = folder;
        OutputFolder.Create(folder);
        var jobs = new TrainingJobs(dataset, options.ValidationShare, progress, cancellation)
        {
            JobHash = jobHash,
            TunedNeighbors = tunedNeighbors,
        };
        Teacher = jobs.NextItem("teacher", options.TeacherOf(dataset.Items), options.Teacher, TeacherFile, options.Resume);
        Student = jobs.Student(TeacherFile, options.Table, options.Weights, options.Student, StudentFile, options.Resume);
        FromScratch = jobs.NextItem(
            "student from scratch",
            options.StudentOf(dataset.Items),
            options.StudentFromScratch ?? options.Student,
            FromScratchFile,
            options.Resume);
        TunedNeighbors = jobs.TunedNeighbors;
    }

    public string TeacherFile => Path.Combine(folder, "teacher.odr");

    public string StudentFile => Path.Combine(folder, "student.odr");

    public string FromScratchFile => Path.Combine(folder, "student-from-scratch.odr");

    /// <summary>What was tuned for the pseudo-labels, for other trainings of the job; null where there are none.</summary>
    public KnnOptions? TunedNeighbors { get; }

    public TrainingOutcome Teacher { get; }

    public TrainingOutcome Student { get; }

    public TrainingOutcome FromScratch { get; }

    /// <summary>The settings of the same trainings on all sequences, each for as many epochs as were best here.</summary>
    public JobOptions ForAllSequences(JobOptions options) => options with
    {
        ValidationShare = 0,
        Teacher = options.Teacher with { Epochs = Best(Teacher) },
        Student = options.Student with { Epochs = Best(Student) },
        StudentFromScratch = options.Student with { Epochs = Best(FromScratch) },
    };

    public void DeleteCheckpoints()
    {
        foreach (string file in Files) TrainingJobs.DeleteCheckpoint(file);
    }

    /// <summary>Deletes checkpoints and models, and the folder if nothing else is in it.</summary>
    public void DeleteAll()
    {
        DeleteCheckpoints();
        foreach (string file in Files) File.Delete(file);
        if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
    }

    private string[] Files => [TeacherFile, StudentFile, FromScratchFile];

    private static int Best(TrainingOutcome outcome) => outcome.Best!.Epoch + 1;
}
