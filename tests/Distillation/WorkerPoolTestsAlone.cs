namespace OnDeviceRec.Distillation.Tests;

/// <summary>Tests that change the number of threads, or that count on it, run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WorkerPoolTestsAlone
{
    public const string Name = "worker pool";
}
