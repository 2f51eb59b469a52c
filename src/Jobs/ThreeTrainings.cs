using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs;

/// <summary>
/// Teachers, the student distilled from them, and the same student from scratch: one after the other, into one folder.
/// </summary>
internal sealed class ThreeTrainings
{
    private readonly string folder;

    /// <summary>Runs the trainings, unless they are done.</summary>
    public ThreeTrainings(
        Dataset dataset,
        JobOptions options,
        string folder,
        byte[] jobHash,
        IProgress<WorkProgress> progress,
        CancellationToken cancellation,
        KnnOptions? tunedNeighbors = null,
        ThreeOutcomes? done = null)
    {
        this.folder = folder;
        TeacherFiles = [.. Enumerable.Range(1, options.Teachers).Select(TeacherFile)];
        if (done is not null)
        {
            Outcomes = done;
            return;
        }

        OutputFolder.Create(folder);
        var jobs = new TrainingJobs(dataset, options.ValidationShare, progress, cancellation)
        {
            JobHash = jobHash,
            TunedNeighbors = tunedNeighbors,
        };
        Outcomes = new ThreeOutcomes(
            [.. TeacherFiles.Select(Teach)],
            jobs.Student(TeacherFiles, options, StudentFile, options.Resume),
            jobs.NextItem(
                "student from scratch",
                options.StudentOf(dataset.Items),
                options.StudentFromScratch ?? options.Student,
                FromScratchFile,
                options.Resume));
        TunedNeighbors = jobs.TunedNeighbors;

        TrainingOutcome Teach(string file, int number) => jobs.NextItem(
            options.Teachers == 1 ? "teacher" : $"teacher {number + 1} of {options.Teachers}",
            options.TeacherOf(dataset.Items),
            options.Teacher with { Seed = options.Teacher.Seed + (ulong)number },
            file,
            options.Resume);
    }

    /// <summary>The first one is the teacher of the tables; the others only speak with it as the student is distilled.</summary>
    public IReadOnlyList<string> TeacherFiles { get; }

    public string StudentFile => Path.Combine(folder, "student.odr");

    public string FromScratchFile => Path.Combine(folder, "student-from-scratch.odr");

    /// <summary>What was tuned for the pseudo-labels, for other trainings of the job; null where there are none.</summary>
    public KnnOptions? TunedNeighbors { get; }

    /// <summary>What they came to.</summary>
    public ThreeOutcomes Outcomes { get; }

    /// <summary>All model files.</summary>
    public IReadOnlyList<string> Files => [.. TeacherFiles, StudentFile, FromScratchFile];

    /// <summary>The settings of the same trainings on all sequences, each for as many epochs as were best here.</summary>
    public JobOptions ForAllSequences(JobOptions options) => options with
    {
        ValidationShare = 0,
        Teacher = options.Teacher with { Epochs = Best(Outcomes.Teachers[0]) },
        Student = options.Student with { Epochs = Best(Outcomes.Student) },
        StudentFromScratch = options.Student with { Epochs = Best(Outcomes.FromScratch) },
    };

    public void DeleteCheckpoints()
    {
        foreach (string file in Files) TrainingJobs.DeleteCheckpoint(file);
    }

    /// <summary>Deletes checkpoints and models, and the folder if nothing else is in it.</summary>
    public void DeleteAll()
    {
        if (!Directory.Exists(folder)) return;
        DeleteCheckpoints();
        foreach (string file in Files) File.Delete(file);
        if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
    }

    private string TeacherFile(int number) => Path.Combine(folder, number == 1 ? "teacher.odr" : $"teacher-{number}.odr");

    private static int Best(TrainingOutcome outcome) => outcome.Best!.Epoch + 1;
}
