using OnDeviceRec.Distillation.Training;
using OnDeviceRec.Models;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Distillation.Jobs;

/// <summary>The settings of a whole job: teacher, student, and the same student without distillation.</summary>
public sealed record JobOptions
{
    /// <summary>The encoder's sizes, of teacher and student alike.</summary>
    public EncoderOptions Encoder { get; init; } = new();

    /// <summary>The teacher's training.</summary>
    public TrainingOptions Teacher { get; init; } = new();

    /// <summary>The student's training, with and without distillation.</summary>
    public TrainingOptions Student { get; init; } = TrainingOptions.Student;

    /// <summary>The weights of the distillation.</summary>
    public LossWeights Weights { get; init; } = new();

    /// <summary>The shape of the students' table for V items of width d; by default the search's for a thirtieth of the numbers.</summary>
    public Func<int, int, TensorTrainShape> Table { get; init; } = (items, width) => TensorTrainShapeSearch.Default(items, width, compression: 30);

    /// <summary>The share of train sequences held out for validation.</summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>Whether to go on from the checkpoints of an interrupted job.</summary>
    public bool Resume { get; init; }
}
