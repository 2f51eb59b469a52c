namespace OnDeviceRec.Jobs.Experiments;

/// <summary>All experiments.</summary>
public static class Registry
{
    /// <summary>In the order of the help.</summary>
    public static IReadOnlyList<IExperiment> All { get; } = [new AgreementExperiment(), new ShapesExperiment()];
}
