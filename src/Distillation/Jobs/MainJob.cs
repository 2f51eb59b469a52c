using System.Diagnostics;
using OnDeviceRec.Data;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Distillation.Training;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Models;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Distillation.Jobs;

/// <summary>
/// From a data set to a shipped student: trains a teacher, distils a student, trains the same student without
/// distillation, and evaluates the files, the student's in int8 too, and the baselines on the test split, once.
/// </summary>
public static class MainJob
{
    /// <summary>Runs the job; its files go to a folder.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="options">The settings.</param>
    /// <param name="folder">
    /// Where <c>teacher.odr</c>, <c>student.odr</c>, <c>student.int8.odr</c> and <c>student-alone.odr</c> are written; those that chose the epochs, where there is a
    /// refit, are in <c>choosing</c> until the end.
    /// </param>
    /// <param name="observer">Follows the work.</param>
    /// <param name="cancellation">Stops it; checkpoints in the folder hold the state.</param>
    /// <exception cref="OutputException">The folder or a file cannot be written.</exception>
    public static MainJobResult Run(Dataset dataset, JobOptions options, string folder, IJobObserver observer, CancellationToken cancellation = default)
    {
        TensorTrainShape shape = options.Table(dataset.Items, options.Encoder.Width);
        bool refit = options.Refit && dataset.SplitValidation(options.ValidationShare).Valid.Count > 0;
        var chosen = new ThreeTrainings(dataset, options, refit ? Path.Combine(folder, "choosing") : folder, observer, cancellation);
        ThreeTrainings? refitted = refit ? new ThreeTrainings(dataset, chosen.ForAllSequences(options), folder, observer, cancellation) : null;
        ThreeTrainings final = refitted ?? chosen;

        long evaluationStart = Stopwatch.GetTimestamp();
        var evaluation = new EvaluationJobs(dataset, dataset.Test, observer, cancellation);
        ModelResult[] models =
        [
            Evaluate("teacher", final.TeacherFile, chosen.Teacher, refitted?.Teacher),
            Evaluate("student", final.StudentFile, chosen.Student, refitted?.Student),
            Evaluate("student, int8", Quantized(final.StudentFile), chosen.Student, refitted?.Student),
            Evaluate("student without distillation", final.AloneFile, chosen.Alone, refitted?.Alone),
        ];
        EvaluationResult pop = evaluation.Popularity(), sPop = evaluation.SessionPopularity();
        final.DeleteCheckpoints();
        if (refit) chosen.DeleteAll();
        double seconds = models.DistinctBy(model => model.Training).Sum(model => model.Seconds) + Stopwatch.GetElapsedTime(evaluationStart).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        return new MainJobResult(
            dataset, options, shape, pop, sPop, models[0], models[1], models[2], models[3], seconds, process.PeakWorkingSet64);

        string Quantized(string file)
        {
            string small = Path.ChangeExtension(file, ".int8.odr");
            ModelStore.Save(ModelFile.Read(file), Precision.Int8, small);
            return small;
        }

        ModelResult Evaluate(string name, string file, TrainingOutcome training, TrainingOutcome? refit) =>
            new(name, file, new FileInfo(file).Length, training, refit, evaluation.Model(name, DeviceModel.Load(file)));
    }
}
