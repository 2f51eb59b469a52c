using System.Diagnostics;
using OnDeviceRec.Data;
using OnDeviceRec.Device;
using OnDeviceRec.Distillation.Training;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Distillation.Jobs;

/// <summary>
/// From a data set to a shipped student: trains a teacher, distils a student, trains the same student without
/// distillation, and evaluates the three files and the baselines on the test split, once.
/// </summary>
public static class MainJob
{
    /// <summary>Runs the job; its files go to a folder.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="options">The settings.</param>
    /// <param name="folder">Where <c>teacher.odr</c>, <c>student.odr</c> and <c>student-alone.odr</c> are written.</param>
    /// <param name="observer">Follows the work.</param>
    /// <param name="cancellation">Stops it; checkpoints in the folder hold the state.</param>
    /// <exception cref="OutputException">The folder or a file cannot be written.</exception>
    public static MainJobResult Run(Dataset dataset, JobOptions options, string folder, IJobObserver observer, CancellationToken cancellation = default)
    {
        TensorTrainShape shape = options.Table(dataset.Items, options.Encoder.Width);
        OutputFolder.Create(folder);
        string teacherFile = Path.Combine(folder, "teacher.odr"), studentFile = Path.Combine(folder, "student.odr"), aloneFile = Path.Combine(folder, "student-alone.odr");
        var jobs = new TrainingJobs(dataset, options.ValidationShare, observer, cancellation);
        TrainingOutcome teacher = jobs.Teacher(options.Encoder, options.Teacher, teacherFile, options.Resume);
        TrainingOutcome student = jobs.Student(teacherFile, options.Table, options.Weights, options.Student, studentFile, options.Resume);
        TrainingOutcome alone = jobs.StudentAlone(options.Encoder, shape, options.Student, aloneFile, options.Resume);

        long evaluationStart = Stopwatch.GetTimestamp();
        var evaluation = new EvaluationJobs(dataset, dataset.Test, observer, cancellation);
        ModelResult[] models =
        [
            Evaluate("teacher", teacherFile, teacher),
            Evaluate("student", studentFile, student),
            Evaluate("student without distillation", aloneFile, alone),
        ];
        EvaluationResult pop = evaluation.Popularity(), sPop = evaluation.SessionPopularity();
        foreach (string file in (string[])[teacherFile, studentFile, aloneFile]) TrainingJobs.DeleteCheckpoint(file);
        double seconds = teacher.Seconds + student.Seconds + alone.Seconds + Stopwatch.GetElapsedTime(evaluationStart).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        return new MainJobResult(
            dataset, options, shape, pop, sPop, models[0], models[1], models[2], seconds, process.PeakWorkingSet64);

        ModelResult Evaluate(string name, string file, TrainingOutcome outcome) =>
            new(name, file, new FileInfo(file).Length, outcome, evaluation.Model(name, DeviceModel.Load(file)));
    }
}
