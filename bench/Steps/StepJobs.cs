using OnDeviceRec.Distillation;
using OnDeviceRec.Training;
using OnDeviceRec.Models;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Steps;

/// <summary>The paper's models in training: d 128, one layer, one head, dropout 0.5; the most frequent fifth of the catalog is popular.</summary>
internal static class StepJobs
{
    private const ulong Seed = 1;

    public const float Dropout = 0.5f;

    /// <summary>Tmall's catalog.</summary>
    public const int Items = 40_727;

    public const int Batch = 100;

    public static EncoderOptions Encoder { get; } = new();

    /// <summary>The paper's table of <see cref="Items"/> items.</summary>
    public static TensorTrainShape PaperShape { get; } = new(Items, [169, 241], [16, 8], [60], block: 2);

    /// <summary>The shape that the search takes for the paper's rate.</summary>
    public static TensorTrainShape DefaultShape { get; } = TensorTrainShapeSearch.Default(Items, Encoder.Width, compression: 27);

    /// <summary>A model with its full table, at its start values.</summary>
    public static SequenceModel Dense(int items, EncoderOptions? encoder = null) => SequenceModel.Dense(items, encoder ?? Encoder, Seed);

    /// <summary>A model with a compressed table, at its start values.</summary>
    public static SequenceModel Student(TensorTrainShape shape) => SequenceModel.Compressed(shape, Encoder, Seed);

    /// <summary>The training of a teacher.</summary>
    public static IObjective Teacher(int items, EncoderOptions? encoder = null) =>
        new NextItemObjective(Dense(items, encoder), Dropout);

    /// <summary>The training of a student by a teacher of its own: all four losses, with the paper's weights.</summary>
    public static IObjective Distillation(TensorTrainShape shape)
    {
        var weights = new LossWeights { CrossEntropy = 0.2f, SoftTargets = 0.8f, Contrastive = 0.2f, Predictive = 0.001f };
        return new DistillationObjective(Student(shape), Dense(shape.Items), Head(shape.Items), weights, Dropout, Seed);
    }

    /// <summary>Whether each row is popular: those of <see cref="PowerLawBatches"/> stand in that order.</summary>
    public static bool[] Head(int items) => [.. Enumerable.Range(0, items).Select(row => row < items / 5)];
}
