namespace OnDeviceRec.Data.Logs.Tests;

/// <summary>Stops the work when a stage begins.</summary>
internal sealed class StoppingProgress(string stage, CancellationTokenSource stop) : IProgress<WorkProgress>
{
    public void Report(WorkProgress value)
    {
        if (value.Stage == stage) stop.Cancel();
    }
}
