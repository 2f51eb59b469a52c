using OnDeviceRec.Distillation.Training;
using OnDeviceRec.Models;

namespace OnDeviceRec.Distillation.Jobs;

/// <summary>Settings that belong together, by name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Encoder">The encoder's sizes, of teacher and student alike.</param>
/// <param name="Teacher">The teacher's training.</param>
/// <param name="Student">The students' training; what neighbours say is for the one without distillation, the other has its teacher's word.</param>
public sealed record Preset(string Name, EncoderOptions Encoder, TrainingOptions Teacher, TrainingOptions Student)
{
    /// <summary>The paper's model: scores h·E[v] of the catalogue alone.</summary>
    public static Preset Paper { get; } = new("paper", new EncoderOptions(), new TrainingOptions(), TrainingOptions.Student);

    /// <summary>
    /// A model to ship: it can copy, its scores are cosines, the past counts less the longer ago it is, and the teacher learns from
    /// neighbours too. What each of them is worth stands in docs/results/tried.md.
    /// </summary>
    public static Preset Copy { get; } = new(
        "copy",
        new EncoderOptions { Copies = true, EncodingNorm = 10 },
        new TrainingOptions { Batch = 256, Rate = 2e-3f, Dropout = 0.3f, Recency = 3, NeighbourWeight = 1.5f },
        TrainingOptions.Student with { Decay = 0.7f, Recency = 3, NeighbourWeight = 1.5f });

    /// <summary>All of them, the default first.</summary>
    public static IReadOnlyList<Preset> All { get; } = [Copy, Paper];
}
