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

    private const string JobName = "job.json", PageName = "report.html", Choosing = "choosing";

    /// <summary>Runs the verb <c>run</c>: reads the data set, does the job, writes the report.</summary>
    /// <param name="options">The settings, as <see cref="JobResolver"/> makes them.</param>
    /// <param name="command">The command that asked for it, for the report.</param>
    /// <param name="progress">Follows the work.</param>
    /// <param name="cancellation">Stops it; checkpoints in the folder hold the state.</param>
    public static MainJobResult Run(
        JobOptions options, string command, IProgress<WorkProgress> progress, CancellationToken cancellation = default) =>
        Run(() => DatasetReading.Whole(options.Data!, progress, cancellation), options, JobVerbs.Run, command, progress, cancellation);

    /// <summary>Runs the job on a data set; its files go to the output folder, which is the job's alone meanwhile.</summary>
    /// <remarks>
    /// They are <c>job.json</c>, <c>teacher.odr</c>, <c>student.odr</c>, <c>student.int8.odr</c>, <c>student.int4.odr</c>,
    /// <c>student-from-scratch.odr</c>, <c>tuning.json</c> where the job was tuned, the report in three forms, and at the end
    /// <c>trainings.json</c>, by which a finished job that is resumed trains nothing again; models that chose the epochs, where there is a
    /// refit, are in <c>choosing</c> until the end.
    /// </remarks>
    /// <param name="data">Gives the data set, once the folder is taken.</param>
    /// <param name="options">The settings.</param>
    /// <param name="verb">Whose job it is.</param>
    /// <param name="command">The command that asked for it, for the report.</param>
    /// <param name="progress">Follows the work.</param>
    /// <param name="cancellation">Stops it; the folder holds what is done.</param>
    /// <exception cref="OutputException">The folder or a file cannot be written.</exception>
    /// <exception cref="InputException">
    /// The settings do not fit the data set, another run is writing to the folder, or the job would replace what it reads.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// It was stopped; the message says how to go on, unless the data set was not there yet.
    /// </exception>
    public static MainJobResult Run(
        Func<Dataset> data,
        JobOptions options,
        JobVerbs verb,
        string command,
        IProgress<WorkProgress> progress,
        CancellationToken cancellation = default)
    {
        using OutputLock held = JobPlaces.TakeFolder(options);
        Dataset dataset = data();
        try
        {
            return Do(dataset, options, verb, command, progress, cancellation);
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException($"stopped; {options.Output} holds what is done, go on with --resume.", e, cancellation);
        }
    }

    /// <summary>The files in a job's folder that it replaces.</summary>
    /// <param name="folder">The folder; it need not be there.</param>
    internal static IReadOnlyList<string> FilesIn(string folder) =>
    [
        .. from name in (string[])
            [JobName, .. MainJobReport.FileNames, PageName, TeacherTuning.FileName, FinishedTrainings.FileName]
           select Path.Combine(folder, name),
        .. Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.odr*") : [],
    ];

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
        JobOptions whole = options;
        if (options.Refit && !options.ChoosesEpochs) options = options with { ValidationShare = 0 };
        bool refit = options.Refit && dataset.SplitValidation(options.ValidationShare).Valid.Count > 0;
        var finished = new FinishedTrainings(folder, MadeOf(dataset, options, verb), options.Resume);
        JobFile.Write(whole, verb, Path.Combine(folder, JobName));
        if (finished.Chosen is not null) progress.Note($"{folder}: its trainings are finished; none is done again.");
        var chosen = new ThreeTrainings(
            dataset,
            options,
            refit ? Path.Combine(folder, Choosing) : folder,
            hash,
            progress,
            cancellation,
            tuning?.Neighbors,
            finished.Chosen);
        ThreeTrainings? refitted = refit
            ? new ThreeTrainings(
                dataset,
                chosen.ForAllSequences(options),
                folder,
                hash,
                progress,
                cancellation,
                chosen.TunedNeighbors,
                finished.Refitted)
            : null;
        ThreeTrainings final = refitted ?? chosen;
        (ThreeOutcomes outcomes, ThreeOutcomes? refits) = (chosen.Outcomes, refitted?.Outcomes);

        long evaluationStart = Stopwatch.GetTimestamp();
        ModelResult teacher = Evaluate("teacher", final.TeacherFiles[0], outcomes.Teachers[0], refits?.Teachers[0]);
        EvaluationResult? ensemble = final.TeacherFiles.Count == 1
            ? null
            : evaluation.Ensemble("all teachers", [.. final.TeacherFiles.Select(DeviceModel.Load)]);
        ModelResult student = Evaluate("student", final.StudentFile, outcomes.Student, refits?.Student);
        (Precision, ModelResult)[] small = [.. SmallPrecisions.Select(precision => (precision, Quantized(precision)))];
        ModelResult fromScratch = Evaluate("student from scratch", final.FromScratchFile, outcomes.FromScratch, refits?.FromScratch);
        EvaluationResult pop = evaluation.Popularity(), sPop = evaluation.SessionPopularity();
        double seconds = outcomes.Seconds + (refits?.Seconds ?? 0) + Stopwatch.GetElapsedTime(evaluationStart).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        var result = new MainJobResult(
            dataset, options, pop, sPop, teacher, ensemble, student, small, fromScratch, seconds, process.PeakWorkingSet64, tuning);
        MainJobReport.Write(result, folder, command);
        JobPage.Of(result, verb, command).Write(Path.Combine(folder, PageName));
        finished.Keep(outcomes, refits, final.Files);
        final.DeleteCheckpoints();
        if (refit) chosen.DeleteAll();
        return result;

        ModelResult Quantized(Precision precision)
        {
            string name = PrecisionName.Of(precision), file = Path.ChangeExtension(final.StudentFile, $".{name}.odr");
            ModelStore.Save(ModelFile.Read(final.StudentFile), precision, file, packed: precision == Precision.Int4);
            return Evaluate($"student, {name}", file, outcomes.Student, refits?.Student);
        }

        ModelResult Evaluate(string name, string file, TrainingOutcome training, TrainingOutcome? refit) =>
            new(name, file, new FileInfo(file).Length, training, refit, evaluation.Model(name, DeviceModel.Load(file)));
    }

    private static string MadeOf(Dataset dataset, JobOptions options, JobVerbs verb) => ContentHash.Of(
        [
            .. DatasetHashes.Of(dataset).Select(one => one.Hash),
            $"{dataset.Items} {dataset.MinPrefix}",
            JobFile.SettingsOf(options, verb).ToJsonString(),
        ]);
}
