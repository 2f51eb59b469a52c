using OnDeviceRec.Device.Format;
using OnDeviceRec.Distillation;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs;

/// <summary>The built-in jobs: settings that belong together, by name.</summary>
public static class Presets
{
    /// <summary>
    /// A model to ship: it can copy, its teacher's scores are cosines, the past counts less the longer ago it is, both teacher and students
    /// learn from kNN pseudo-labels too, and a student's table is binary codes. What each of them is worth stands in docs/results/tried.md.
    /// </summary>
    public static JobOptions Copy { get; } = new()
    {
        Preset = "copy",
        Encoder = new EncoderSizes { LayerNormEpsilon = 1e-5f },
        Head = HeadKind.Copy,
        LogitScale = 10,
        Teacher = new TrainingOptions
        {
            Schedule = LearningRateSchedule.Cosine,
            Epochs = 8,
            Batch = 256,
            LearningRate = 4e-3f,
            Dropout = 0.3f,
            TimeDecay = 3,
            KnnLabelWeight = 1.5f,
        },
        Student = TrainingOptions.Student with
        {
            Schedule = LearningRateSchedule.Cosine,
            Epochs = 4,
            TimeDecay = 3,
            KnnLabelWeight = 1.5f,
        },
        Weights = new LossWeights { CrossEntropy = 1, SoftTargets = 16, PredictiveNegatives = 1024, Temperature = 0.7f },
        Table = new TableRequest { Compression = 60, Size = ModelSize.Auto, BinaryCodes = true },
    };

    /// <summary>The paper's model: scores h·E[v] of the catalog alone, and a tensor train for a student's table.</summary>
    public static JobOptions Paper { get; } = new()
    {
        Preset = "paper",
        Encoder = new EncoderSizes(),
        Teacher = new TrainingOptions(),
        Student = TrainingOptions.Student,
        Weights = new LossWeights(),
        Table = new TableRequest { Compression = 30, Size = ModelSize.Auto },
    };

    /// <summary>All of them, the default first.</summary>
    public static IReadOnlyList<JobOptions> All { get; } = [Copy, Paper];

    /// <summary>The preset whose settings suit a teacher's students: the one with the same head.</summary>
    /// <param name="teacher">The teacher.</param>
    public static JobOptions For(ModelConfiguration teacher) => All.First(preset => preset.Head == teacher.Head);
}
