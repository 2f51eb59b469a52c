using OnDeviceRec.Data;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Distillation.Jobs;

/// <summary>Everything a whole job found out.</summary>
/// <param name="Dataset">The data.</param>
/// <param name="Options">The settings.</param>
/// <param name="Shape">The student's table.</param>
/// <param name="Popularity">POP on the test split.</param>
/// <param name="SessionPopularity">S-POP on the test split.</param>
/// <param name="Teacher">The teacher.</param>
/// <param name="Student">The distilled student.</param>
/// <param name="StudentAlone">The same student trained without a teacher.</param>
/// <param name="Seconds">The time of the three trainings, over all resumed parts, and of the evaluations.</param>
/// <param name="PeakBytes">The largest resident memory of the process.</param>
public sealed record MainJobResult(
    Dataset Dataset,
    JobOptions Options,
    TensorTrainShape Shape,
    EvaluationResult Popularity,
    EvaluationResult SessionPopularity,
    ModelResult Teacher,
    ModelResult Student,
    ModelResult StudentAlone,
    double Seconds,
    long PeakBytes)
{
    /// <summary>V·d over the parameters of the student's table.</summary>
    public double TableCompression => Shape.Compression;

    /// <summary>Bytes of the teacher's file over bytes of the student's.</summary>
    public double FileCompression => (double)Teacher.Bytes / Student.Bytes;

    /// <summary>All results with their names, in the order of the tables.</summary>
    public IReadOnlyList<(string Name, EvaluationResult Result)> Rows =>
    [
        ("POP", Popularity),
        ("S-POP", SessionPopularity),
        (Teacher.Name, Teacher.Test),
        (Student.Name, Student.Test),
        (StudentAlone.Name, StudentAlone.Test),
    ];
}
