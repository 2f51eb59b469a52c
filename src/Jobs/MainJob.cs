using System.Diagnostics;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Jobs.Reports;
using OnDeviceRec.Jobs.Settings;
using OnDeviceRec.Jobs.Tuning;
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

    private const string JobName = "job.json", PageName = "report.html";

    /// <summary>Runs the verb <c>run</c>: reads the data set, does the job, writes the report.</summary>
    /// <param name="options">The settings, as <see cref="JobResolver"/> makes them.</param>
    /// <param name="command">The command that asked for it, for the report.</param>
    /// <param name="progress">Follows the work.</param>
    /// <param name="cancellation">Stops it; checkpoints in the folder hold the state.</param>
    public static MainJobResult Run(
        JobOptions options, string command, IProgress<WorkProgress> progress, CancellationToken cancellation = default) =>
        Run(DatasetReading.Whole(options.Data!, progress), options, JobVerbs.Run, command, progress, cancellation);

    /// <summary>Runs the job on a data set; its files go to the output folder.</summary>
    /// <remarks>
    /// They are <c>job.json</c>, <c>teacher.odr</c>, <c>student.odr</c>, <c>student.int8.odr</c>, <c>student.int4.odr</c>,
    /// <c>student-from-scratch.odr</c>, <c>tuning.json</c> where the job was tuned, and the report in three forms; models that chose the
    /// epochs, where there is a refit, are in <c>choosing</c> until the end.
    /// </remarks>
    /// <param name="dataset">The data set.</param>
    /// <param name="options">The settings.</param>
    /// <param name="verb">Whose job it is.</param>
    /// <param name="command">The command that asked for it, for the report.</param>
    /// <param name="progress">Follows the work.</param>
    /// <param name="cancellation">Stops it; the folder holds what is done.</param>
    /// <exception cref="OutputException">The folder or a file cannot be written.</exception>
    /// <exception cref="InputException">The settings do not fit the data set.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; the message says how to go on.</exception>
    public static MainJobResult Run(
        Dataset dataset,
        JobOptions options,
        JobVerbs verb,
        string command,
        IProgress<WorkProgress> progress,
        CancellationToken cancellation = default)
    {
        try
        {
            return Do(dataset, options, verb, command, progress, cancellation);
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException($"stopped; {options.Output} holds what is done, go on with --resume.", e, cancellation);
        }
    }

    private static MainJobResult Do(
        Dataset dataset,
        JobOptions options,
        JobVerbs verb,
        string command,
        IProgress<WorkProgress> progress,
        CancellationToken cancellation)
    {
        string folder = options.Output!;
        options.RequirePossible(dataset.Items);
        var evaluation = new EvaluationJobs(dataset, dataset.Test, progress, cancellation);
        OutputFolder.Create(folder);
        TuningResult? tuning = options.Tune ? TeacherTuning.Run(dataset, options, progress, cancellation) : null;
        if (tuning is not null) options = tuning.Job;
        byte[] hash = JobFile.Hash(options, verb);
        JobFile.Write(options, verb, Path.Combine(folder, JobName));
        if (options.Refit && !options.ChoosesEpochs) options = options with { ValidationShare = 0 };
        bool refit = options.Refit && dataset.SplitValidation(options.ValidationShare).Valid.Count > 0;
        var chosen = new ThreeTrainings(
            dataset,
            options,
            refit ? Path.Combine(folder, "choosing") : folder,
            hash,
            progress,
            cancellation,
            tuning?.Neighbors);
        ThreeTrainings? refitted = refit
            ? new ThreeTrainings(dataset, chosen.ForAllSequences(options), folder, hash, progress, cancellation, chosen.TunedNeighbors)
            : null;
        ThreeTrainings final = refitted ?? chosen;

        long evaluationStart = Stopwatch.GetTimestamp();
        ModelResult teacher = Evaluate("teacher", final.TeacherFiles[0], chosen.Teachers[0], refitted?.Teachers[0]);
        EvaluationResult? ensemble = final.TeacherFiles.Count == 1
            ? null
            : evaluation.Ensemble("all teachers", [.. final.TeacherFiles.Select(DeviceModel.Load)]);
        ModelResult student = Evaluate("student", final.StudentFile, chosen.Student, refitted?.Student);
        (Precision, ModelResult)[] small = [.. SmallPrecisions.Select(precision => (precision, Quantized(precision)))];
        ModelResult fromScratch = Evaluate("student from scratch", final.FromScratchFile, chosen.FromScratch, refitted?.FromScratch);
        EvaluationResult pop = evaluation.Popularity(), sPop = evaluation.SessionPopularity();
        double seconds = chosen.Seconds + (refitted?.Seconds ?? 0) + Stopwatch.GetElapsedTime(evaluationStart).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        var result = new MainJobResult(
            dataset, options, pop, sPop, teacher, ensemble, student, small, fromScratch, seconds, process.PeakWorkingSet64, tuning);
        MainJobReport.Write(result, folder, command);
        JobPage.Of(result, verb, command).Write(Path.Combine(folder, PageName));
        final.DeleteCheckpoints();
        if (refit) chosen.DeleteAll();
        return result;

        ModelResult Quantized(Precision precision)
        {
            string name = PrecisionName.Of(precision), file = Path.ChangeExtension(final.StudentFile, $".{name}.odr");
            ModelStore.Save(ModelFile.Read(final.StudentFile), precision, file, packed: precision == Precision.Int4);
            return Evaluate($"student, {name}", file, chosen.Student, refitted?.Student);
        }

        ModelResult Evaluate(string name, string file, TrainingOutcome training, TrainingOutcome? refit) =>
            new(name, file, new FileInfo(file).Length, training, refit, evaluation.Model(name, DeviceModel.Load(file)));
    }
}
