using OnDeviceRec.Jobs.Experiments.Studies;

namespace OnDeviceRec.Jobs.Experiments;

/// <summary>All experiments.</summary>
public static class Registry
{
    /// <summary>In the order of the help.</summary>
    public static IReadOnlyList<IExperiment> All { get; } =
    [
        new Study("main", "Baselines, teachers, students of three sizes, and one of them from scratch.", (job, _) => StudyRows.Main(job)),
        new Study("teachers", "Several teachers and kNN together, and a teacher without time decay.", (job, _) => StudyRows.Teachers(job)),
        new Study(
            "compression",
            "Accuracy against the file: students 15 to 200 times smaller than their teacher.",
            (job, _) => StudyRows.Compression(job),
            hasFigure: true),
        new Study("families", "Families of compressed tables at equal bytes.", StudyRows.Families, hasFigure: true),
        new Study("ablation", "What each part of the distillation is worth, alone and taken away.", (job, _) => StudyRows.Ablation(job)),
        new Study("tail", "What recombination does to popular and to rare targets.", (job, _) => StudyRows.Tail(job)),
        new Study(
            "initialization",
            "Students that start at their teacher's values against random ones.",
            (job, _) => StudyRows.Initialization(job)),
        new Study("published", "The paper's own head, readout and tensor train.", (job, _) => StudyRows.Published(job)),
        new AgreementExperiment(),
        new ShapesExperiment(),
    ];
}
