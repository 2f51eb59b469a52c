namespace OnDeviceRec.Tensors;

/// <summary>
/// Threads that work on one thing in phases. The tasks of all phases are numbered through; every member takes the next number that is
/// free, and before a phase that needs the last one's results all meet.
/// </summary>
/// <remarks>Which member does a task is open, what a task computes is not: results do not depend on the size of the team.</remarks>
internal sealed class Team
{
    private int next, arrived, meeting;

    /// <summary>The number of members.</summary>
    public int Size { get; private set; } = 1;

    /// <summary>A new assembly; nobody may be at work.</summary>
    public void Assemble(int size) => (Size, next, arrived) = (size, 0, 0);

    /// <summary>The number of a task that nobody has.</summary>
    public int Take() => Interlocked.Increment(ref next) - 1;

    /// <summary>Returns when all members are here. Each is on a thread of its own, for none ends before the last has come.</summary>
    public void Meet()
    {
        int present = Volatile.Read(ref meeting);
        if (Interlocked.Increment(ref arrived) == Size)
        {
            arrived = 0;
            Volatile.Write(ref meeting, present + 1);
            return;
        }

        var wait = default(SpinWait);
        while (Volatile.Read(ref meeting) == present) wait.SpinOnce(sleep1Threshold: -1);
    }
}
