namespace OnDeviceRec.Tensors;

/// <summary>
/// A persistent pool of threads. Work is split into pieces that each own their part of the output, so results do
/// not depend on the number of threads. A call from inside a piece, or while another thread uses the pool, runs
/// serially on the caller. After warm-up a call allocates nothing.
/// </summary>
public static class WorkerPool
{
    private static readonly Lock Entrance = new();
    private static int threads = Environment.ProcessorCount;
    private static Signal[] wakes = [];
    private static Job? current;
    private static int nextPiece, pieceCount, running;
    private static Exception? failure;
    private static readonly Signal AllDone = new();

    [ThreadStatic]
    private static bool isWorker;

    /// <summary>The number of threads that work, the caller among them; the machine's processors at first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than one.</exception>
    public static int Threads
    {
        get => threads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            lock (Entrance) threads = value;
        }
    }

    /// <summary>Runs all pieces and returns when they are done.</summary>
    /// <param name="pieces">How many there are.</param>
    /// <param name="work">What a piece does; copied once.</param>
    /// <typeparam name="TWork">A struct, so that the call is direct and nothing is boxed.</typeparam>
    public static void Run<TWork>(int pieces, in TWork work)
        where TWork : struct, IParallelWork
    {
        if (pieces <= 1 || !TryEnter())
        {
            TWork local = work;
            for (int piece = 0; piece < pieces; piece++) local.Run(piece);
            return;
        }

        try
        {
            Share(work, pieces);
        }
        finally
        {
            Entrance.Exit();
        }

        if (Interlocked.Exchange(ref failure, null) is { } error) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
    }

    private static bool TryEnter() => threads > 1 && !Entrance.IsHeldByCurrentThread && !isWorker && Entrance.TryEnter();

    private static void Share<TWork>(in TWork work, int pieces)
        where TWork : struct, IParallelWork
    {
        Job<TWork> job = Job<TWork>.Shared;
        job.Work = work;
        Share(job, pieces);
        job.Work = default;
    }

    private static void Share(Job job, int pieces)
    {
        int helpers = Math.Min(threads, pieces) - 1;
        while (wakes.Length < helpers) StartWorker();

        current = job;
        pieceCount = pieces;
        nextPiece = -1;
        running = helpers;
        for (int i = 0; i < helpers; i++) wakes[i].Raise();
        TakePieces(job);
        AllDone.Await();
        current = null;
    }

    private static void StartWorker()
    {
        var wake = new Signal();
        wakes = [.. wakes, wake];
        new Thread(() => Work(wake)) { IsBackground = true, Name = "OnDeviceRec worker" }.Start();
    }

    private static void Work(Signal wake)
    {
        isWorker = true;
        while (true)
        {
            wake.Await();
            TakePieces(current!);
            if (Interlocked.Decrement(ref running) == 0) AllDone.Raise();
        }
    }

    private static void TakePieces(Job job)
    {
        try
        {
            for (int piece = Interlocked.Increment(ref nextPiece); piece < pieceCount; piece = Interlocked.Increment(ref nextPiece))
                job.Run(piece);
        }
#pragma warning disable CA1031 // The first failure of any thread is thrown again by Run.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref failure, error, null);
            Volatile.Write(ref nextPiece, pieceCount);
        }
    }

    private abstract class Job
    {
        public abstract void Run(int piece);
    }

    private sealed class Job<TWork> : Job
        where TWork : struct, IParallelWork
    {
        public static readonly Job<TWork> Shared = new();

        public TWork Work;

        public override void Run(int piece) => Work.Run(piece);
    }
}
