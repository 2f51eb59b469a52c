using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OnDeviceRec.Tensors;
using OnDeviceRec.Tensors.Tests;

namespace OnDeviceRec.Mpi.Ranks;

/// <summary>What ranks do to be watched.</summary>
internal static class Commands
{
    // Milliseconds between two collections; ranks are more than processors.
    private const int Pause = 5;

    // Of a function's beginning: more than a jump takes.
    private const int BytesOfCode = 16;

    private const int LargestPart = 10_000_000, SmallPart = 300, ManySmall = 200;

    /// <summary>Rounds of known bytes in small parts, and one in parts of up to 10 MB, while another thread has memory moved.</summary>
    public static int Check(ICollectives ranks)
    {
        using var stop = new CancellationTokenSource();
        var mover = new Thread(() => MoveMemory(stop.Token)) { IsBackground = true };
        mover.Start();
        for (int seed = 0; seed < ManySmall; seed++) CollectiveRounds.Run(ranks, seed, SmallPart);
        CollectiveRounds.Run(ranks, seed: 0, LargestPart);
        stop.Cancel();
        mover.Join();
        AllocatesNothing(ranks);
        Console.WriteLine($"rank {ranks.Rank} of {ranks.Ranks}: all bytes are right, {ranks.BytesMoved} moved");
        return 0;
    }

    /// <summary>Microseconds of each operation on rank 0, by bytes a rank.</summary>
    public static int Time(ICollectives ranks)
    {
        foreach (int bytes in (int[])[64, 100_000, 10_000_000])
        {
            byte[] data = new byte[bytes * ranks.Ranks], incoming = new byte[bytes * ranks.Ranks];
            int[] offsets = [.. Enumerable.Range(0, ranks.Ranks + 1).Select(k => k * bytes)];
            int times = bytes < 1000 ? 2000 : bytes < 1_000_000 ? 500 : 8;
            double gather = Median(ranks, times, () => ranks.AllGather(data, offsets));
            double exchange = Median(ranks, times, () => ranks.Exchange(data, offsets, incoming, offsets));
            double broadcast = Median(ranks, times, () => ranks.Broadcast(data.AsSpan(0, bytes), 0));
            if (ranks.Rank > 0) continue;
            Console.WriteLine(
                $"{ranks.Ranks} ranks, {bytes} bytes each: AllGather {gather:F1} µs ({Rate(gather)}), "
                + $"Exchange {exchange:F1} µs ({Rate(exchange)}), Broadcast {broadcast:F1} µs ({Rate(broadcast)})");

            string Rate(double micros) => $"{bytes * (ranks.Ranks - 1L) / micros:F0} MB/s out";
        }

        return 0;
    }

    /// <summary>How libc's functions for memory begin, which the runtime's threads are within at any time.</summary>
    public static string BeginningsOfMemory()
    {
        nint libc = NativeLibrary.Load("libc.so.6");
        return string.Join(' ', ((string[])["mmap", "munmap", "madvise", "mremap", "brk"]).Select(Beginning));

        string Beginning(string name)
        {
            byte[] code = new byte[BytesOfCode];
            Marshal.Copy(NativeLibrary.GetExport(libc, name), code, 0, code.Length);
            return $"{name}:{Convert.ToHexString(code)}";
        }
    }

    /// <summary>What .NET does by signals, processes and memory of its own, with MPI loaded.</summary>
    /// <param name="memory">Of <see cref="BeginningsOfMemory"/>, before MPI was loaded.</param>
    public static int Runtime(ICollectives ranks, string memory)
    {
        if (BeginningsOfMemory() != memory) throw new InvalidOperationException($"{memory} became {BeginningsOfMemory()}.");
        int[] offsets = [.. Enumerable.Range(0, ranks.Ranks + 1)];
        ranks.AllGather(new byte[ranks.Ranks], offsets);
        for (int i = 0; i < 3; i++)
        {
            Expect<NullReferenceException>(() => Length(null!));
            Expect<DivideByZeroException>(() => Quotient(i, 0));
            using Process child = Process.Start("/bin/sh", ["-c", "exit 7"]);
            child.WaitForExit();
            if (child.ExitCode != 7) throw new InvalidOperationException($"A child's exit code is {child.ExitCode}, not 7.");
            GC.Collect();
            ranks.AllGather(new byte[ranks.Ranks], offsets);
        }

        Console.WriteLine($"rank {ranks.Rank} of {ranks.Ranks}: the runtime has its signals and memory");
        return 0;
    }

    /// <summary>One rank throws while the others wait for it.</summary>
    public static int Throw(ICollectives ranks, int rank)
    {
        if (ranks.Rank == rank) throw new FormatException("this is thrown on purpose");
        return Wait(ranks);
    }

    /// <summary>One rank throws what nobody explains.</summary>
    public static int Defect(ICollectives ranks, int rank)
    {
        if (ranks.Rank == rank) throw new InvalidOperationException("this is a defect");
        return Wait(ranks);
    }

    /// <summary>One rank returns a code while the others wait for it.</summary>
    public static int Return(ICollectives ranks, int rank, int code) => ranks.Rank == rank ? code : Wait(ranks);

    /// <summary>One rank ends its process while the others wait for it.</summary>
    public static int Exit(ICollectives ranks, int rank, int code)
    {
        if (ranks.Rank == rank) Environment.Exit(code);
        return Wait(ranks);
    }

    /// <summary>A root that sends more than the others await.</summary>
    public static int Differ(ICollectives ranks)
    {
        for (int i = 0; i < 3; i++) ranks.Broadcast(new byte[ranks.Rank == 0 ? 100_000 : 50], 0);
        return 0;
    }

    /// <summary>A call on a thread that did not open the ranks.</summary>
    public static int OtherThread(ICollectives ranks)
    {
        string said = string.Empty;
        var thread = new Thread(() =>
        {
            try
            {
                ranks.Broadcast([], 0);
            }
            catch (InvalidOperationException e)
            {
                said = e.Message;
            }
        });
        thread.Start();
        thread.Join();
        ranks.Broadcast([], 0);
        Console.WriteLine($"rank {ranks.Rank} of {ranks.Ranks}: {said}");
        return 0;
    }

    /// <summary>Calls without an end, after a line with the process's id.</summary>
    public static int Forever(ICollectives ranks)
    {
        Console.WriteLine($"rank {ranks.Rank} is {Environment.ProcessId}");
        while (true) Wait(ranks);
    }

    private static int Wait(ICollectives ranks)
    {
        ranks.AllGather(new byte[ranks.Ranks], [.. Enumerable.Range(0, ranks.Ranks + 1)]);
        return 0;
    }

    private static void AllocatesNothing(ICollectives ranks)
    {
        byte[] data = new byte[ranks.Ranks];
        int[] offsets = [.. Enumerable.Range(0, ranks.Ranks + 1)];
        byte[] incoming = new byte[ranks.Ranks];
        long before = 0;
        for (int i = 0; i < ManySmall; i++)
        {
            if (i == 1) before = GC.GetAllocatedBytesForCurrentThread();
            ranks.AllGather(data, offsets);
            ranks.Exchange(data, offsets, incoming, offsets);
            ranks.Broadcast(data, 0);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > 0) throw new InvalidOperationException($"{ManySmall} rounds allocate {allocated} bytes.");
    }

    private static double Median(ICollectives ranks, int times, Action call)
    {
        for (int i = 0; i < times / 4; i++) call();
        double[] micros = new double[times];
        for (int i = 0; i < times; i++)
        {
            ranks.AllGather(new byte[ranks.Ranks], [.. Enumerable.Range(0, ranks.Ranks + 1)]);
            long start = Stopwatch.GetTimestamp();
            call();
            micros[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        Array.Sort(micros);
        return micros[times / 2];
    }

    private static void MoveMemory(CancellationToken stop)
    {
        var kept = new List<byte[]>();
        while (!stop.IsCancellationRequested)
        {
            for (int i = 0; i < 1000; i++)
            {
                kept.Add(new byte[200]);
                _ = new byte[300];
            }

            kept.RemoveRange(0, kept.Count / 2);
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            Thread.Sleep(Pause);
        }
    }

    private static void Expect<T>(Action action)
        where T : Exception
    {
        try
        {
            action();
        }
        catch (T)
        {
            return;
        }

        throw new InvalidOperationException($"No {typeof(T).Name} was thrown.");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Length(string text) => text.Length;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Quotient(int a, int b) => a / b;
}
