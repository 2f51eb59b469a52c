using OnDeviceRec.Jobs.Experiments.Studies;

namespace OnDeviceRec.Jobs.Experiments;

/// <summary>All experiments.</summary>
public static class Registry
{
    /// <summary>In the order of the help.</summary>
    public static IReadOnlyList<IExperiment> All { get; } =
    [
        new Study("main", "Baselines, teachers, students of three sizes, distilled and from scratch.", StudyRows.Main),
        new Study("compression", "Accuracy against the file: students 15 to 200 times smaller than their teacher.", StudyRows.Compression),
        new Study("ablation", "What each part of the distillation is worth, alone and taken away.", StudyRows.Ablation),
        new Study("tail", "What recombination does to popular and to rare targets.", StudyRows.Tail),
        new Study("initialization", "Students that start at their teacher's values against random ones.", StudyRows.Initialization),
        new Study("published", "The paper's own head, readout and tensor train.", StudyRows.Published),
        new AgreementExperiment(),
        new ShapesExperiment(),
    ];
}
