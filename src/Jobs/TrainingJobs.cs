using System.Globalization;
using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Distillation;
using OnDeviceRec.Distillation.Start;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Jobs;

/// <summary>
/// Trainings from a data set to a model file. Each keeps its checkpoint beside the file, <c>FILE.checkpoint</c>, until
/// <see cref="DeleteCheckpoint"/>; only the train sequences are ever read.
/// </summary>
public sealed class TrainingJobs
{
    private readonly Dataset dataset;
    private readonly Sequences trainSequences;
    private readonly Examples train, valid;
    private readonly CatalogIds? ids;
    private readonly IProgress<WorkProgress> progress;
    private readonly CancellationToken cancellation;

    /// <summary>Trainings on one data set.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="validationShare">The share of train sequences held out.</param>
    /// <param name="progress">Follows the work.</param>
    /// <param name="cancellation">Stops a training after its present batch.</param>
    /// <exception cref="InputException">The catalog's own ids cannot go into a model file: one is too long or there twice.</exception>
    public TrainingJobs(Dataset dataset, double validationShare, IProgress<WorkProgress> progress, CancellationToken cancellation = default)
    {
        (this.dataset, this.progress, this.cancellation) = (dataset, progress, cancellation);
        (trainSequences, Sequences validSequences) = dataset.SplitValidation(validationShare);
        train = new Examples(trainSequences, dataset.MinPrefix);
        valid = new Examples(validSequences, dataset.MinPrefix);
        ids = DatasetIds.Of(dataset);
        DataHash = ContentHash.Of(dataset.Train);
        if (validationShare > 0 && valid.Count == 0)
        {
            progress.Note(
                $"A validation share of {validationShare} holds out no example here; all epochs are run and the last one is kept.");
        }
    }

    /// <summary>The SHA-256 of the job that these trainings belong to, for their files; null writes none.</summary>
    public byte[]? JobHash { get; init; }

    /// <summary>The ranks that share these trainings, each with the same calls; the first one alone writes.</summary>
    public Sharing Sharing { get; init; } = Sharing.Alone;

    /// <summary>The settings of sequence-kNN that validation chose for the pseudo-labels; null until a training asks for them.</summary>
    public KnnOptions? TunedNeighbors { get; set; }

    /// <summary>Whether train sequences are held out for validation.</summary>
    public bool HoldsOut => valid.Count > 0;

    /// <summary>V.</summary>
    public int Items => dataset.Items;

    /// <summary>Says which train sequences these are.</summary>
    public string DataHash { get; }

    /// <summary>Whether a training that was stopped can go on.</summary>
    /// <param name="output">The model file.</param>
    public static bool HasCheckpoint(string output) => new CheckpointFile(CheckpointPath(output), new RunDescription()).Exists;

    /// <summary>The files that a training keeps its checkpoints in.</summary>
    /// <param name="output">The model file.</param>
    internal static IReadOnlyList<string> CheckpointFiles(string output) =>
        new CheckpointFile(CheckpointPath(output), new RunDescription()).Paths;

    /// <summary>Removes a training's checkpoint.</summary>
    /// <param name="output">The model file.</param>
    public static void DeleteCheckpoint(string output) => new CheckpointFile(CheckpointPath(output), new RunDescription()).Delete();

    /// <summary>Trains a model with the true next item: a teacher, or a student from scratch.</summary>
    /// <param name="name">What it is called in progress.</param>
    /// <param name="configuration">The model.</param>
    /// <param name="options">The training.</param>
    /// <param name="output">The model file to write.</param>
    /// <param name="resume">Whether to go on from the checkpoint.</param>
    /// <param name="coded">The table in place of the configuration's, or null.</param>
    public TrainingOutcome NextItem(
        string name, ModelConfiguration configuration, TrainingOptions options, string output, bool resume, CodedTable? coded = null)
    {
        using SequenceModel model = Create(configuration, options.Seed, coded);
        NegativeSampler? negatives = Negatives(options, new Popularity(trainSequences, dataset.Items));
        return Run(
            name,
            new NextItemObjective(model, options.Dropout, negatives, Labels(options)),
            options,
            output,
            resume,
            teaching: null,
            coded);
    }

    /// <summary>Distills a student from teachers' files.</summary>
    /// <param name="teacherFiles">The teachers' model files; the first one takes part in recombination and gives start values.</param>
    /// <param name="job">The student: its table, its start, its training and the weights of its losses.</param>
    /// <param name="output">The model file to write.</param>
    /// <param name="resume">Whether to go on from the checkpoint.</param>
    /// <param name="coded">The student's table in place of the job's, or null.</param>
    /// <exception cref="InputException">A file is no teacher, or not of this catalog.</exception>
    public TrainingOutcome Student(
        IReadOnlyList<string> teacherFiles, JobOptions job, string output, bool resume, CodedTable? coded = null)
    {
        SequenceModel[] teachers = [.. teacherFiles.Select(ReadTeacher)];
        try
        {
            (SequenceModel teacher, TrainingOptions options) = (teachers[0], job.Student);
            if (teacher.CopyHead is not null && job.Weights.CrossEntropy == 0)
            {
                throw new UsageException(
                    "--ce 0 teaches no copying, which is learned from the true next item alone; give --ce above 0 for a teacher "
                    + "that copies.");
            }

            ModelConfiguration configuration = job.Table.StudentOf(teacher.Configuration);
            if (!Sharing.IsAlone && configuration.Table is not (BinaryCodesShape or DenseShape))
            {
                throw new UsageException(
                    $"mpirun: ranks share binary codes and dense tables, not {configuration.Table.Text}; take --size 60x "
                    + "or one process.");
            }

            var popularity = new Popularity(trainSequences, dataset.Items);
            using SequenceModel student = Create(configuration, options.Seed, coded);
            bool startsFromTeacher = job.StartFromTeacher && TeacherStart.Fits(student, teacher);
            if (startsFromTeacher) TeacherStart.Apply(student, teacher, options.Seed);
            using var ensemble = new TeacherEnsemble(teachers);
            var objective = new DistillationObjective(
                student, ensemble, popularity.HeadItems(), job.Weights, options.Dropout, options.Seed, Labels(options))
            {
                Negatives = Negatives(options, popularity),
                PredictiveNegatives = job.Weights.PredictiveNegatives == 0
                    ? null
                    : new NegativeSampler(popularity.Counts, Math.Min(job.Weights.PredictiveNegatives, dataset.Items)),
            };
            RunDescription teaching = new RunDescription()
                .AddAll(job.Weights)
                .Add("start", startsFromTeacher ? "teacher" : "random");
            foreach ((int number, string file) in teacherFiles.Index())
                teaching.AddHash(number == 0 ? "teacher file" : $"teacher file {number + 1}", ContentHash.Of(File.ReadAllBytes(file)));
            return Run("student", objective, options, output, resume, teaching, coded);
        }
        finally
        {
            foreach (SequenceModel teacher in teachers) teacher.Dispose();
        }
    }

    /// <summary>
    /// <see cref="TunedNeighbors"/>, chosen now if need be: on validation whatever is trained on, as a training on everything has the
    /// settings of the one that chose its epochs.
    /// </summary>
    public KnnOptions Neighbors()
    {
        if (TunedNeighbors is not null) return TunedNeighbors;
        // The first rank leaves what it has chosen beside the data set, where the others find it.
        if (!Sharing.IsFirst) Sharing.Await();
        var tuning = new KnnTuning(dataset, Validation.DefaultShare, progress, cancellation);
        TunedNeighbors = tuning.WithRepeats(tuning.Neighbors());
        if (Sharing.IsFirst) Sharing.Await();
        return TunedNeighbors;
    }

    private SequenceModel Create(ModelConfiguration configuration, ulong seed, CodedTable? coded)
    {
        ModelLimits.RequireTrainable(configuration, ModelLimits.Memory);
        return coded is null
            ? new SequenceModel(configuration, seed)
            : new SequenceModel(
                configuration,
                seed,
                make => new CodebookItemTable(make, coded.Codes(trainSequences, dataset.Items, seed), configuration.Encoder.Width));
    }

    private SequenceModel ReadTeacher(string path)
    {
        ModelFile file = ModelFile.Read(path);
        SequenceModel teacher = ModelStore.Load(file);
        if (!teacher.Table.IsFull)
            throw new InputException($"{path}: this is a student (its table is compressed); give a teacher made by train.");
        SameCatalog.Require(path, file, dataset);
        return teacher;
    }

    private NegativeSampler? Negatives(TrainingOptions options, Popularity popularity)
    {
        if (options.Negatives == 0) return null;
        if (!Sharing.IsAlone) throw new UsageException("mpirun: --negatives is for one process; leave it out.");
        return options.Negatives <= dataset.Items
            ? new NegativeSampler(popularity.Counts, options.Negatives)
            : throw new InputException(
                $"--negatives {options.Negatives} is above the {dataset.Items} items of {dataset.Name}; take fewer, "
                + "or 0 for the whole catalog.");
    }

    private KnnPseudoLabels? Labels(TrainingOptions options) => options.KnnLabelWeight == 0
        ? null
        : new KnnPseudoLabels(new KnnIndex(trainSequences, dataset.Items), Neighbors, options.KnnLabelWeight);

    private static string CheckpointPath(string output) => output + ".checkpoint";

    private TrainingOutcome Run(
        string name,
        IObjective objective,
        TrainingOptions options,
        string output,
        bool resume,
        RunDescription? teaching,
        CodedTable? coded)
    {
        OutputFile.Require(output);
        OutputFolder.Create(Path.GetDirectoryName(Path.GetFullPath(output))!);
        RunDescription run = TrainingRun.Describe(
            name, dataset, (train.Count, valid.Count), objective.Model.Configuration, options, teaching);
        if (coded is not null) run.Add("product codes", coded);
        var checkpoint = new CheckpointFile(CheckpointPath(output), run) { Progress = progress };
        if (resume && !checkpoint.Exists) progress.Note($"{CheckpointPath(output)}: there is no checkpoint; {name} begins at its start.");
        using var trainer = new Trainer(objective, options, train, valid, checkpoint, resume, Sharing);
        objective.Prepare();
        IProgress<WorkProgress> stage = progress.Begin(valid.Count == 0 ? $"{name} on all sequences" : name);
        TrainingOutcome outcome = trainer.Run(stage, cancellation);
        if (outcome.Interrupted)
            throw new OperationCanceledException($"stopped; {CheckpointPath(output)} holds the state, go on with --resume.", cancellation);
        if (!Sharing.IsAlone && trainer.Steps > 0)
        {
            long bytes = trainer.BytesMoved / trainer.Steps;
            progress.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: each of {Sharing.Collectives.Ranks} ranks told the others {bytes:N0} bytes a step."));
        }

        TrainingRecord? record = JobHash is null ? null : new TrainingRecord(JobHash, trainSequences.Count, dataset.Train.Count);
        if (Sharing.IsFirst) ModelStore.Save(objective.Model, output, ids, record);
        Sharing.Await();
        return outcome;
    }
}
