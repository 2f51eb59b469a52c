using System.Runtime.ExceptionServices;
using OnDeviceRec.Data;

namespace OnDeviceRec.Evaluation;

/// <summary>Examples in pieces, worked off by threads of their own that each take the next piece that is free.</summary>
internal sealed class PieceQueue
{
    private readonly Lock entrance = new();
    private readonly int[] starts;
    private readonly IProgress<WorkProgress>? progress;
    private readonly CancellationToken cancellation;
    private ExceptionDispatchInfo? failure;
    private int next = -1, done;

    private PieceQueue(int[] starts, IProgress<WorkProgress>? progress, CancellationToken cancellation) =>
        (this.starts, this.progress, this.cancellation) = (starts, progress, cancellation);

    /// <summary>Works all pieces off and returns when they are done; the first failure of any thread comes out as it is.</summary>
    /// <param name="starts">Piece i is the examples starts[i] .. starts[i + 1] − 1: <c>[pieces + 1]</c>.</param>
    /// <param name="threads">How many threads, the caller among them; no more than there are pieces.</param>
    /// <param name="work">Called once on each thread with the numbers of the pieces that are its own, as it takes them.</param>
    /// <param name="progress">Hears of every piece done, one call at a time.</param>
    /// <param name="cancellation">Stops the work before the next piece.</param>
    public static void Run(
        int[] starts, int threads, Action<IEnumerable<int>> work, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var queue = new PieceQueue(starts, progress, cancellation);
        var others = new Thread[Math.Max(0, Math.Min(threads, starts.Length - 1) - 1)];
        for (int i = 0; i < others.Length; i++)
        {
            others[i] = new Thread(() => queue.Work(work)) { IsBackground = true, Name = "OnDeviceRec evaluation" };
            others[i].Start();
        }

        queue.Work(work);
        foreach (Thread thread in others) thread.Join();
        queue.failure?.Throw();
    }

    private void Work(Action<IEnumerable<int>> work)
    {
        try
        {
            work(Take());
        }
#pragma warning disable CA1031 // The first failure of any thread is thrown again by Run.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(error), null);
        }
    }

    private IEnumerable<int> Take()
    {
        for (int piece; (piece = Interlocked.Increment(ref next)) < starts.Length - 1 && Volatile.Read(ref failure) is null;)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return piece;
            lock (entrance)
            {
                done += starts[piece + 1] - starts[piece];
                progress?.Report(new WorkProgress(done, starts[^1], "examples"));
            }
        }
    }
}
