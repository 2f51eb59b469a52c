namespace OnDeviceRec.Testing;

/// <summary>Measures what code allocates on the managed heap.</summary>
public static class Allocations
{
    private const int Runs = 3;

    /// <summary>
    /// Bytes that a run allocates on this thread after a first one. The least of three: code that allocates does so in
    /// every run, while the runtime's own allocations (a method compiled anew, a static set up) happen in one.
    /// </summary>
    public static long Of(Action run)
    {
        run();
        long least = long.MaxValue;
        for (int i = 0; i < Runs; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
