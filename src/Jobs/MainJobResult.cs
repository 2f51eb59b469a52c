using OnDeviceRec.Data;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Jobs.Tuning;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Jobs;

/// <summary>Everything a whole job found out.</summary>
/// <param name="Dataset">The data.</param>
/// <param name="Options">The settings.</param>
/// <param name="Popularity">POP on the test split.</param>
/// <param name="SessionPopularity">S-POP on the test split.</param>
/// <param name="Teacher">The teacher, or the first of them.</param>
/// <param name="Ensemble">All teachers together on the test split; null where there is one.</param>
/// <param name="Student">The distilled student.</param>
/// <param name="SmallStudents">The distilled student's weights in fewer bits, as a device takes them.</param>
/// <param name="StudentFromScratch">The same student trained without a teacher.</param>
/// <param name="Seconds">The time of all trainings, over all resumed parts, and of the evaluations.</param>
/// <param name="PeakBytes">The largest resident memory of the process.</param>
/// <param name="Tuning">How settings were chosen before; null where they were not.</param>
public sealed record MainJobResult(
    Dataset Dataset,
    JobOptions Options,
    EvaluationResult Popularity,
    EvaluationResult SessionPopularity,
    ModelResult Teacher,
    EvaluationResult? Ensemble,
    ModelResult Student,
    IReadOnlyList<(Precision Precision, ModelResult Model)> SmallStudents,
    ModelResult StudentFromScratch,
    double Seconds,
    long PeakBytes,
    TuningResult? Tuning)
{
    /// <summary>V·d of the teacher over the numbers of the student's table.</summary>
    public double TableCompression => TableShapeSearch.Compression(StudentConfiguration, Options.TeacherOf(Dataset.Items));

    /// <summary>The students.</summary>
    public ModelConfiguration StudentConfiguration => Options.StudentOf(Dataset.Items);

    /// <summary>Bytes of the teacher's file over bytes of the student's.</summary>
    public double FileCompression => FileCompressionOf(Student);

    /// <summary>Bytes of the teacher's file over those of a model's.</summary>
    /// <param name="model">The model.</param>
    public double FileCompressionOf(ModelResult model) => (double)Teacher.Bytes / model.Bytes;

    /// <summary>The models, in the order of the tables.</summary>
    public IReadOnlyList<ModelResult> Models => [Teacher, Student, .. SmallStudents.Select(small => small.Model), StudentFromScratch];

    /// <summary>The student's file in the precision that a device takes.</summary>
    public ModelResult Shipped => SmallStudents.First(small => small.Precision == ShippedPrecision.Of(StudentConfiguration)).Model;

    /// <summary>Those of them that have a training of their own.</summary>
    public IReadOnlyList<ModelResult> Trained => [Teacher, Student, StudentFromScratch];

    /// <summary>What is set against what: the names, and both results.</summary>
    public IReadOnlyList<(string Name, EvaluationResult First, EvaluationResult Second)> Comparisons =>
    [
        ("teacher − S-POP", Teacher.Test, SessionPopularity),
        ("student − teacher", Student.Test, Teacher.Test),
        .. SmallStudents.Select(small => ($"{small.Model.Name} − teacher", small.Model.Test, Teacher.Test)),
        ("student − student from scratch", Student.Test, StudentFromScratch.Test),
    ];

    /// <summary>All results with their names, in the order of the tables.</summary>
    public IReadOnlyList<(string Name, EvaluationResult Result)> Rows =>
    [
        ("POP", Popularity),
        ("S-POP", SessionPopularity),
        .. Ensemble is null ? [] : (IReadOnlyList<(string, EvaluationResult)>)[("all teachers", Ensemble)],
        .. Models.Select(model => (model.Name, model.Test)),
    ];

    /// <summary>Those of them that a reader compares: of the student the file that ships alone.</summary>
    public IReadOnlyList<(string Name, EvaluationResult Result)> RowsToCompare =>
    [
        ("S-POP", SessionPopularity),
        .. new[] { Teacher, Shipped, StudentFromScratch }.Select(model => (model.Name, model.Test)),
    ];
}
