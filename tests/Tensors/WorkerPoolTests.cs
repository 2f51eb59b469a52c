namespace OnDeviceRec.Tensors.Tests;

[Collection(WorkerPoolTestsAlone.Name)]
public sealed class WorkerPoolTests : IDisposable
{
    private readonly int threads = WorkerPool.Threads;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_piece_runs_once(int count)
    {
        WorkerPool.Threads = count;
        for (int pieces = 0; pieces < 40; pieces++)
        {
            var runs = new int[pieces];
            WorkerPool.Run(pieces, new Count(runs));
            Assert.All(runs, run => Assert.Equal(1, run));
        }
    }

    [Fact]
    public void Many_runs_in_a_row_all_finish()
    {
        WorkerPool.Threads = 3;
        var runs = new int[7];
        for (int i = 0; i < 20_000; i++) WorkerPool.Run(7, new Count(runs));
        Assert.All(runs, run => Assert.Equal(20_000, run));
    }

    [Fact]
    public void The_work_is_shared_among_threads()
    {
        WorkerPool.Threads = 2;
        using var meeting = new Barrier(2);
        var ids = new int[2];
        WorkerPool.Run(2, new Meet(meeting, ids));
        Assert.NotEqual(ids[0], ids[1]);
    }

    [Fact]
    public void A_call_from_inside_a_piece_runs_there()
    {
        WorkerPool.Threads = 2;
        var runs = new int[8];
        WorkerPool.Run(8, new Nested(runs));
        Assert.All(runs, run => Assert.Equal(8, run));
    }

    [Fact]
    public void Calls_from_several_threads_at_once_all_finish()
    {
        WorkerPool.Threads = 2;
        var runs = new int[4][];
        Thread[] callers = [.. runs.Select((_, i) => new Thread(() =>
        {
            runs[i] = new int[16];
            for (int j = 0; j < 1000; j++) WorkerPool.Run(16, new Count(runs[i]));
        }))];
        foreach (Thread caller in callers) caller.Start();
        foreach (Thread caller in callers) caller.Join();
        Assert.All(runs, run => Assert.All(run, value => Assert.Equal(1000, value)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_failure_reaches_the_caller_and_the_pool_goes_on(int count)
    {
        WorkerPool.Threads = count;
        for (int i = 0; i < 100; i++)
            Assert.Equal("piece 3", Assert.Throws<InvalidOperationException>(() => WorkerPool.Run(8, default(Fail))).Message);
        var runs = new int[8];
        WorkerPool.Run(8, new Count(runs));
        Assert.All(runs, run => Assert.Equal(1, run));
    }

    [Fact]
    public void A_run_after_the_first_allocates_nothing()
    {
        WorkerPool.Threads = 2;
        var runs = new int[8];
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 100; i++) WorkerPool.Run(8, new Count(runs));
        }));
    }

    [Fact]
    public void Less_than_one_thread_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => WorkerPool.Threads = 0);

    public void Dispose() => WorkerPool.Threads = threads;

    private readonly struct Count(int[] runs) : IParallelWork
    {
        public void Run(int piece) => Interlocked.Increment(ref runs[piece]);
    }

    private readonly struct Meet(Barrier meeting, int[] ids) : IParallelWork
    {
        public void Run(int piece)
        {
            ids[piece] = Environment.CurrentManagedThreadId;
            Assert.True(meeting.SignalAndWait(TimeSpan.FromSeconds(30)));
        }
    }

    private readonly struct Nested(int[] runs) : IParallelWork
    {
        public void Run(int piece) => WorkerPool.Run(runs.Length, new Count(runs));
    }

    private readonly struct Fail : IParallelWork
    {
        public void Run(int piece)
        {
            if (piece == 3) throw new InvalidOperationException("piece 3");
        }
    }
}
