using OnDeviceRec.Distillation;
using OnDeviceRec.Models;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs;

/// <summary>The settings of a whole job: teacher, student, and the same student from scratch.</summary>
public sealed record JobOptions
{
    /// <summary>The sizes of the teacher's encoder; the students' has the width of their table.</summary>
    public required EncoderOptions Encoder { get; init; }

    /// <summary>The teacher's training.</summary>
    public required TrainingOptions Teacher { get; init; }

    /// <summary>The student's training, with and without distillation.</summary>
    public required TrainingOptions Student { get; init; }

    /// <summary>The training without distillation, where it is another one.</summary>
    public TrainingOptions? StudentFromScratch { get; init; }

    /// <summary>The weights of the distillation.</summary>
    public required LossWeights Weights { get; init; }

    /// <summary>The shape of the students' table for V items and the teacher's width d.</summary>
    public required Func<int, int, TensorTrainShape> Table { get; init; }

    /// <summary>The share of train sequences held out for validation.</summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>
    /// Whether the files are trained anew on all train sequences, for as many epochs as were best on validation: what is latest is what a
    /// recommender needs most, and it is what validation holds out.
    /// </summary>
    public bool Refit { get; init; } = true;

    /// <summary>A job with a preset's settings.</summary>
    /// <param name="preset">The preset.</param>
    public static JobOptions Of(Preset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        return new JobOptions
        {
            Encoder = preset.Encoder,
            Teacher = preset.Teacher,
            Student = preset.Student,
            Weights = preset.Weights,
            Table = preset.Table(preset.Compression),
        };
    }

    /// <summary>Whether to go on from the checkpoints of an interrupted job.</summary>
    public bool Resume { get; init; }
}
