using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Distillation;
using OnDeviceRec.Jobs;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training;

namespace OnDeviceRec.Bench.Steps;

/// <summary>
/// The paper's models in training: d 128, one layer, one head, dropout 0.5; the most frequent fifth of the catalog is popular.
/// </summary>
internal static class StepJobs
{
    private const ulong Seed = 1;

    public const float Dropout = 0.5f;

    /// <summary>Tmall's catalog.</summary>
    public const int Items = 40_727;

    public const int Batch = 100;

    public static EncoderSizes Encoder { get; } = new();

    /// <summary>The paper's table of <see cref="Items"/> items.</summary>
    public static TensorTrainShape PaperShape { get; } = new(Items, [169, 241], [16, 8], [60], block: 2);

    /// <summary>The paper's teacher of that catalog.</summary>
    public static ModelConfiguration TeacherModel { get; } = new() { Items = Items, Encoder = Encoder };

    /// <summary>The student of the paper's shape.</summary>
    public static ModelConfiguration PaperStudent { get; } = TableShapeSearch.WithTrain(TeacherModel, PaperShape);

    /// <summary>The default student of that teacher: binary codes, half as wide, its table sixty times smaller.</summary>
    public static ModelConfiguration DefaultStudent { get; } = TableShapeSearch.BinaryCodes(TeacherModel, compression: 60);

    /// <summary>A model at its start values.</summary>
    public static SequenceModel New(ModelConfiguration model) => new(model, Seed);

    /// <summary>A model with a tensor train, at its start values.</summary>
    public static SequenceModel Student(TensorTrainShape shape) =>
        New(TableShapeSearch.WithTrain(new ModelConfiguration { Items = shape.Items, Encoder = Encoder }, shape));

    /// <summary>A model with its full table, at its start values.</summary>
    public static SequenceModel Dense(int items, EncoderSizes? encoder = null) =>
        new(new ModelConfiguration { Items = items, Encoder = encoder ?? Encoder }, Seed);

    /// <summary>The training of a teacher.</summary>
    public static IObjective Teacher(int items, EncoderSizes? encoder = null) =>
        new NextItemObjective(Dense(items, encoder), Dropout);

    /// <summary>The training of a student by a teacher of its own: all four losses, with the paper's weights.</summary>
    public static IObjective Distillation(ModelConfiguration student)
    {
        var weights = new LossWeights { CrossEntropy = 0.2f, SoftTargets = 0.8f, Contrastive = 0.2f, Predictive = 0.001f };
        var teachers = new TeacherEnsemble([Dense(student.Items)]);
        return new DistillationObjective(New(student), teachers, Head(student.Items), weights, Dropout, Seed);
    }

    /// <summary>
    /// The distillation of the default student as <c>odrec run</c> does it: copying, cosines, kNN pseudo-labels from
    /// <paramref name="neighbors"/>, the predictive task among drawn items.
    /// </summary>
    /// <param name="neighbors">Train sequences of <see cref="Items"/> items.</param>
    public static IObjective Preset(Sequences neighbors)
    {
        JobOptions preset = Presets.Copy;
        var teachers = new TeacherEnsemble([New(preset.TeacherOf(Items))]);
        var labels = new KnnPseudoLabels(new KnnIndex(neighbors, Items), () => new KnnOptions(), preset.Student.KnnLabelWeight);
        var objective = new DistillationObjective(
            New(preset.StudentOf(Items)), teachers, Head(Items), preset.Weights, preset.Student.Dropout, Seed, labels)
        {
            PredictiveNegatives = new NegativeSampler(new Popularity(neighbors, Items).Counts, preset.Weights.PredictiveNegatives),
        };
        objective.Prepare();
        return objective;
    }

    /// <summary>Whether each row is popular: those of <see cref="PowerLawBatches"/> stand in that order.</summary>
    public static bool[] Head(int items) => [.. Enumerable.Range(0, items).Select(row => row < items / 5)];
}
