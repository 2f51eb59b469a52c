namespace OnDeviceRec.Tensors.Tests;

/// <summary>Tests that change the number of threads of the process run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ThreadCountTestsAlone
{
    public const string Name = "Thread counts";
}
