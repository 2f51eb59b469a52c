using System.Runtime.InteropServices;
using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Distillation;
using OnDeviceRec.Models;
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
    private const double KnnTuningShare = 0.1;

    private readonly Dataset dataset;
    private readonly Sequences trainSequences;
    private readonly Examples train, valid;
    private readonly CatalogIds? ids;
    private readonly IProgress<WorkProgress> progress;
    private readonly CancellationToken cancellation;
    private KnnOptions? neighbors;

    /// <summary>Trainings on one data set.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="validationShare">The share of train sequences held out.</param>
    /// <param name="progress">Follows the work.</param>
    /// <param name="cancellation">Stops a training after its present batch.</param>
    /// <exception cref="ArgumentException">The catalog's own ids cannot go into a model file: one is too long or there twice.</exception>
    public TrainingJobs(Dataset dataset, double validationShare, IProgress<WorkProgress> progress, CancellationToken cancellation = default)
    {
        (this.dataset, this.progress, this.cancellation) = (dataset, progress, cancellation);
        (trainSequences, Sequences validSequences) = dataset.SplitValidation(validationShare);
        train = new Examples(trainSequences, dataset.MinPrefix);
        valid = new Examples(validSequences, dataset.MinPrefix);
        ids = dataset.ItemIds is null ? null : ModelStore.Ids(dataset.ItemIds);
        DataHash = ContentHash.Of(MemoryMarshal.AsBytes(dataset.Train.Items.Span));
        if (validationShare > 0 && valid.Count == 0)
            progress.Note($"A validation share of {validationShare} holds out no example here; all epochs are run and the last one is kept.");
    }

    /// <summary>Says which train sequences these are.</summary>
    public string DataHash { get; }

    /// <summary>Removes a training's checkpoint.</summary>
    /// <param name="output">The model file.</param>
    public static void DeleteCheckpoint(string output) => new CheckpointFile(CheckpointPath(output), string.Empty).Delete();

    /// <summary>The preset whose settings suit a teacher's students: the one with the same head.</summary>
    /// <param name="teacherFile">The teacher's model file.</param>
    /// <exception cref="ModelFormatException">It is not a valid model file.</exception>
    public static Preset PresetOf(string teacherFile)
    {
        bool copies = ModelFile.Read(teacherFile).Configuration.Head == HeadKind.Copy;
        return Preset.All.First(preset => preset.Encoder.Copies == copies);
    }

    /// <summary>Trains a teacher: a dense table, cross entropy with the true next item.</summary>
    /// <param name="encoder">The encoder's sizes.</param>
    /// <param name="options">The training.</param>
    /// <param name="output">The model file to write.</param>
    /// <param name="resume">Whether to go on from the checkpoint.</param>
    public TrainingOutcome Teacher(EncoderOptions encoder, TrainingOptions options, string output, bool resume)
    {
        using SequenceModel model = SequenceModel.Dense(dataset.Items, encoder, options.Seed);
        return Run("teacher", NextItem(model, options), options, output, resume, encoder.ToString());
    }

    /// <summary>Trains a student without a teacher: a compressed table, cross entropy with the true next item.</summary>
    /// <param name="encoder">The sizes of the encoder; its width becomes the table's.</param>
    /// <param name="shape">The table's sizes.</param>
    /// <param name="options">The training.</param>
    /// <param name="output">The model file to write.</param>
    /// <param name="resume">Whether to go on from the checkpoint.</param>
    public TrainingOutcome StudentFromScratch(EncoderOptions encoder, TensorTrainShape shape, TrainingOptions options, string output, bool resume)
    {
        EncoderOptions own = encoder.OfWidth(shape.Width);
        using SequenceModel model = SequenceModel.Compressed(shape, own, options.Seed);
        return Run("student from scratch", NextItem(model, options), options, output, resume, $"{own} {shape}");
    }

    /// <summary>Distills a student from a teacher's file.</summary>
    /// <param name="teacherFile">The teacher's model file.</param>
    /// <param name="table">The shape of the student's table for V items and the teacher's width d; its own width is the student's.</param>
    /// <param name="weights">The weights of the losses.</param>
    /// <param name="options">The training.</param>
    /// <param name="output">The model file to write.</param>
    /// <param name="resume">Whether to go on from the checkpoint.</param>
    /// <exception cref="ArgumentException">The file is no teacher, or not of this catalog.</exception>
    public TrainingOutcome Student(
        string teacherFile, Func<int, int, TensorTrainShape> table, LossWeights weights, TrainingOptions options, string output, bool resume)
    {
        using SequenceModel teacher = ModelStore.Load(teacherFile);
        if (teacher.Table is not DenseItemTable)
            throw new ArgumentException($"{teacherFile}: this is a student (its table is compressed); give a teacher made by train.");
        if (teacher.Table.Items != dataset.Items)
            throw new ArgumentException($"{teacherFile}: the teacher knows {teacher.Table.Items} items, the data set {dataset.Name} has {dataset.Items}; give the teacher of this data set.");
        TensorTrainShape shape = table(dataset.Items, teacher.Table.Width);
        bool[] isHead = new Popularity(trainSequences, dataset.Items).HeadItems();
        EncoderOptions own = teacher.Encoder.Options.OfWidth(shape.Width);
        using SequenceModel student = SequenceModel.Compressed(shape, own, options.Seed);
        var objective = new DistillationObjective(student, teacher, isHead, weights, options.Dropout, options.Seed, Labels(options));
        string teacherHash = ContentHash.Of(File.ReadAllBytes(teacherFile));
        return Run("student", objective, options, output, resume, $"{own} {shape} {weights} teacher {teacherHash}");
    }

    // Tuned on validation whatever is trained on: a training on everything has the settings of the one that chose its epochs.
    private KnnOptions Neighbors()
    {
        if (neighbors is not null) return neighbors;
        var tuning = new KnnTuning(dataset, KnnTuningShare, progress, cancellation);
        return neighbors = tuning.WithRepeats(tuning.Neighbors());
    }

    private NextItemObjective NextItem(SequenceModel model, TrainingOptions options)
    {
        NegativeSampler? negatives = options.Checked().Negatives == 0
            ? null
            : new NegativeSampler(new Popularity(trainSequences, dataset.Items).Counts, options.Negatives);
        return new NextItemObjective(model, options.Dropout, negatives, Labels(options));
    }

    private KnnPseudoLabels? Labels(TrainingOptions options) => options.KnnLabelWeight == 0
        ? null
        : new KnnPseudoLabels(new KnnIndex(trainSequences, dataset.Items), Neighbors, options.KnnLabelWeight);

    private static string CheckpointPath(string output) => output + ".checkpoint";

    private TrainingOutcome Run(string name, IObjective objective, TrainingOptions options, string output, bool resume, string sizes)
    {
        if (Directory.Exists(output)) throw new ArgumentException($"{output}: this is a folder; give the name of the model file to write.");
        OutputFolder.Create(Path.GetDirectoryName(Path.GetFullPath(output))!);
        // More epochs or patience continue the same run; everything else makes it another.
        string run = $"{name} on {dataset.Name} ({DataHash}), {dataset.Items} items, {train.Count} + {valid.Count} examples, {sizes} {options with { Epochs = 0, Patience = 0 }}";
        var checkpoint = new CheckpointFile(CheckpointPath(output), run) { Progress = progress };
        if (resume && !checkpoint.Exists) progress.Note($"{CheckpointPath(output)}: there is no checkpoint; {name} begins at its start.");
        using var trainer = new Trainer(objective, options, train, valid, checkpoint, resume);
        objective.Prepare();
        IProgress<WorkProgress> stage = progress.Begin(valid.Count == 0 ? $"{name} on all sequences" : name);
        TrainingOutcome outcome = trainer.Run(stage, cancellation);
        if (outcome.Interrupted) throw new OperationCanceledException($"stopped; {CheckpointPath(output)} holds the state, go on with --resume.", cancellation);
        ModelStore.Save(objective.Model, output, ids);
        return outcome;
    }
}
