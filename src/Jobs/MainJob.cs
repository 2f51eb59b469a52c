using System.Diagnostics;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Models;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs;

/// <summary>
/// From a data set to a shipped student: trains a teacher, distills a student, trains the same student without
/// distillation, and evaluates the files, the student's in int8 and int4 too, and the baselines on the test split, once.
/// </summary>
public static class MainJob
{
    private static readonly Precision[] SmallPrecisions = [Precision.Int8, Precision.Int4];

    /// <summary>Runs the job; its files go to a folder.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="options">The settings.</param>
    /// <param name="folder">
    /// Where <c>teacher.odr</c>, <c>student.odr</c>, <c>student.int8.odr</c>, <c>student.int4.odr</c> and <c>student-from-scratch.odr</c> are written; those that
    /// chose the epochs, where there is a refit, are in <c>choosing</c> until the end.
    /// </param>
    /// <param name="progress">Follows the work.</param>
    /// <param name="cancellation">Stops it; checkpoints in the folder hold the state.</param>
    /// <exception cref="OutputException">The folder or a file cannot be written.</exception>
    public static MainJobResult Run(Dataset dataset, JobOptions options, string folder, IProgress<WorkProgress> progress, CancellationToken cancellation = default)
    {
        TensorTrainShape shape = options.Table(dataset.Items, options.Encoder.Width);
        bool refit = options.Refit && dataset.SplitValidation(options.ValidationShare).Valid.Count > 0;
        var chosen = new ThreeTrainings(dataset, options, refit ? Path.Combine(folder, "choosing") : folder, progress, cancellation);
        ThreeTrainings? refitted = refit ? new ThreeTrainings(dataset, chosen.ForAllSequences(options), folder, progress, cancellation) : null;
        ThreeTrainings final = refitted ?? chosen;

        long evaluationStart = Stopwatch.GetTimestamp();
        var evaluation = new EvaluationJobs(dataset, dataset.Test, progress, cancellation);
        ModelResult teacher = Evaluate("teacher", final.TeacherFile, chosen.Teacher, refitted?.Teacher);
        ModelResult student = Evaluate("student", final.StudentFile, chosen.Student, refitted?.Student);
        (Precision, ModelResult)[] small = [.. SmallPrecisions.Select(precision => (precision, Quantized(precision)))];
        ModelResult alone = Evaluate("student from scratch", final.FromScratchFile, chosen.Alone, refitted?.Alone);
        EvaluationResult pop = evaluation.Popularity(), sPop = evaluation.SessionPopularity();
        final.DeleteCheckpoints();
        if (refit) chosen.DeleteAll();
        double seconds = teacher.Seconds + student.Seconds + alone.Seconds + Stopwatch.GetElapsedTime(evaluationStart).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        return new MainJobResult(
            dataset, options, shape, pop, sPop, teacher, student, small, alone, seconds, process.PeakWorkingSet64);

        ModelResult Quantized(Precision precision)
        {
            string name = PrecisionName.Of(precision), file = Path.ChangeExtension(final.StudentFile, $".{name}.odr");
            ModelStore.Save(ModelFile.Read(final.StudentFile), precision, file);
            return Evaluate($"student, {name}", file, chosen.Student, refitted?.Student);
        }

        ModelResult Evaluate(string name, string file, TrainingOutcome training, TrainingOutcome? refit) =>
            new(name, file, new FileInfo(file).Length, training, refit, evaluation.Model(name, DeviceModel.Load(file)));
    }
}
