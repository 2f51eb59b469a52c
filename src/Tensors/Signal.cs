namespace OnDeviceRec.Tensors;

/// <summary>
/// Says that something has come to pass, to one thread that waits for it. It keeps watching for a while before it sleeps: waking a thread
/// takes tens of microseconds, more where a virtual machine has halted its processor, and a product of a training step takes hundreds.
/// </summary>
internal sealed class Signal
{
    // As the runtimes of OpenMP do by default; longer than what a step of training does on one thread between two products that are shared.
    private const int WatchMilliseconds = 200;

    private readonly object gate = new();
    private bool raised;

    /// <summary>Lets the waiting thread go on, or the next one that waits.</summary>
    public void Raise()
    {
        lock (gate)
        {
            raised = true;
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Returns once it is raised, and takes it down.</summary>
    public void Await()
    {
        long start = Environment.TickCount64;
        var wait = default(SpinWait);
        while (!Volatile.Read(ref raised) && Environment.TickCount64 - start < WatchMilliseconds) wait.SpinOnce(sleep1Threshold: -1);
        lock (gate)
        {
            while (!raised) Monitor.Wait(gate);
            raised = false;
        }
    }
}
