using OnDeviceRec.Data;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Models.Tests;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Distillation.Tests;

/// <summary>A distillation, or the training of a teacher, on a made-up catalog: a fraction of a second.</summary>
internal sealed class SmallRun : IDisposable
{
    public const int Items = SmallData.Items;

    private const double ValidFraction = 0.2;

    private SmallRun(IObjective objective, TrainingOptions options, CheckpointFile? checkpoint, bool resume, bool validate)
    {
        Objective = objective;
        (Sequences train, Sequences valid) = Data.SplitValidation(ValidFraction);
        Trainer = new Trainer(
            objective, options, new Examples(train, 1), new Examples(validate ? valid : Sequences.Empty, 1), checkpoint, resume);
    }

    public static Dataset Data => SmallData.Shop;

    public static TrainingOptions Options { get; } = new() { Epochs = 3, Batch = 32, LearningRate = 5e-3f, Dropout = 0.3f, Seed = 9 };

    /// <summary>All four losses on.</summary>
    public static LossWeights Weights { get; } = new() { SoftTargets = 0.8f, Predictive = 0.05f, Temperature = 2 };

    public IObjective Objective { get; }

    public Trainer Trainer { get; }

    public static SmallRun Distill(TrainingOptions? options = null, CheckpointFile? checkpoint = null, bool resume = false)
    {
        options ??= Options;
        return new SmallRun(Distillation(options.Dropout), options, checkpoint, resume, validate: true);
    }

    public static SmallRun Teach(TrainingOptions options, bool validate = true, CheckpointFile? checkpoint = null, bool resume = false)
    {
        NegativeSampler? negatives = options.Negatives == 0
            ? null
            : new NegativeSampler(new Popularity(Data.Train, Items).Counts, options.Negatives);
        return new SmallRun(new NextItemObjective(Teacher(), options.Dropout, negatives), options, checkpoint, resume, validate);
    }

    public static DistillationObjective Distillation(float dropout, LossWeights? weights = null) =>
        new(Student(), Alone(), Head(), weights ?? Weights, dropout, seed: 2);

    public static bool[] Head() => new Popularity(Data.Train, Items).HeadItems();

    /// <summary>One teacher to learn from.</summary>
    public static TeacherEnsemble Alone(SequenceModel? teacher = null) => new([teacher ?? Teacher()]);

    public static SequenceModel Teacher() => new(Configuration(inner: 24), seed: 1);

    public static SequenceModel Student() =>
        new(TableShapeSearch.WithTrain(Configuration(inner: 12), new TensorTrainShape(Items, [6, 10], [4, 4], [6], block: 2)), seed: 3);

    /// <summary>Runs to the end.</summary>
    public TrainingOutcome Train(Action<WorkProgress>? progress = null) =>
        Trainer.Run(new HeardProgress { Act = progress }, TestContext.Current.CancellationToken);

    /// <summary>The bits of everything that is trained.</summary>
    public int[][] State() => [.. Objective.Parameters.Select(SmallModels.Bits)];

    /// <summary>What an outcome says about results, without the time they took.</summary>
    public static (double Loss, LossTerms Terms, ValidationResult? Valid)[] Results(TrainingOutcome outcome) =>
        [.. outcome.Epochs.Select(epoch => (epoch.Loss, epoch.Terms, epoch.Valid))];

    public void Dispose() => Trainer.Dispose();

    private static ModelConfiguration Configuration(int inner) =>
        new() { Items = Items, Encoder = new EncoderSizes { Width = 16, Inner = inner, Heads = 2, MaxLength = 8 } };
}
