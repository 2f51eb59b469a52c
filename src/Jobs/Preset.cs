using OnDeviceRec.Distillation;
using OnDeviceRec.Models;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs;

/// <summary>Settings that belong together, by name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Encoder">The teacher's encoder.</param>
/// <param name="Teacher">The teacher's training.</param>
/// <param name="Student">The students' training, with and without distillation.</param>
/// <param name="Weights">The weights of the distillation.</param>
/// <param name="Compression">The rate on the students' table.</param>
/// <param name="Signs">Whether an item's own numbers in the students' table are signs; students are then half as wide as their teacher.</param>
public sealed record Preset(
    string Name, EncoderOptions Encoder, TrainingOptions Teacher, TrainingOptions Student, LossWeights Weights, double Compression, bool Signs)
{
    /// <summary>The paper's model: scores h·E[v] of the catalog alone.</summary>
    public static Preset Paper { get; } = new(
        "paper", new EncoderOptions(), new TrainingOptions(), TrainingOptions.Student, new LossWeights(), Compression: 30, Signs: false);

    /// <summary>
    /// A model to ship: it can copy, its scores are cosines, the past counts less the longer ago it is, both teacher and students learn from
    /// neighbors too, and a student's table is signs. What each of them is worth stands in docs/results/tried.md.
    /// </summary>
    public static Preset Copy { get; } = new(
        "copy",
        new EncoderOptions { Copies = true, LogitScale = 10 },
        new TrainingOptions { Batch = 256, LearningRate = 2e-3f, Dropout = 0.3f, TimeDecay = 3, KnnLabelWeight = 1.5f },
        TrainingOptions.Student with { LearningRateDecay = 0.7f, TimeDecay = 3, KnnLabelWeight = 1.5f },
        new LossWeights { CrossEntropy = 1, SoftTargets = 16, Temperature = 0.7f },
        Compression: 60,
        Signs: true);

    /// <summary>All of them, the default first.</summary>
    public static IReadOnlyList<Preset> All { get; } = [Copy, Paper];

    /// <summary>The shape of a student's table, for V items and the teacher's width d.</summary>
    /// <param name="compression">The rate on the table, V·d over its numbers.</param>
    public Func<int, int, TensorTrainShape> Table(double compression) => (items, width) => Signs
        ? TensorTrainShapeSearch.OfSigns(items, width, compression)
        : TensorTrainShapeSearch.Default(items, width, compression);
}
