using System.Runtime.ExceptionServices;

namespace OnDeviceRec.Tensors.Tests;

/// <summary>
/// Ranks that are threads of this process. Stricter than processes: calls that differ between ranks, and a rank that ends or fails while
/// others wait for it, fail on all of them.
/// </summary>
internal static class ThreadRanks
{
    /// <summary>Does the work on every rank, and returns when all are done. Throws what the first rank that failed threw.</summary>
    public static void Run(int ranks, Action<ICollectives> work)
    {
        var meeting = new Meeting(ranks);
        Thread[] threads =
        [
            .. Enumerable.Range(0, ranks).Select(rank => new Thread(() => Work(new ThreadRank(rank, meeting), meeting, work))
            {
                Name = $"rank {rank} of {ranks}",
                IsBackground = true,
            }),
        ];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        if (meeting.Failure is { } failure) ExceptionDispatchInfo.Throw(failure);
    }

    private static void Work(ThreadRank rank, Meeting meeting, Action<ICollectives> work)
    {
        try
        {
            work(rank);
            meeting.Leave(rank.Rank);
        }
#pragma warning disable CA1031 // Run throws it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            meeting.Fail(e);
        }
    }

    /// <summary>Where ranks wait for one another. All of them are within a call from the end of Begin to the end of Finish.</summary>
    private sealed class Meeting(int ranks)
    {
        private readonly Lock gate = new();
        private readonly ManualResetEventSlim[] turns = [new(), new()];
        private int arrived, round;
        private int? gone;

        /// <summary>What was thrown first.</summary>
        public Exception? Failure { get; private set; }

        public Call[] Calls { get; } = new Call[ranks];

        public void Begin(int rank, in Call call)
        {
            Calls[rank] = call;
            ManualResetEventSlim turn;
            lock (gate)
            {
                if (gone is { } other)
                    FailNow(new InvalidOperationException($"Rank {rank} calls {call.Operation}, and rank {other} has ended."));
                ThrowIfFailed();
                turn = Arrive();
            }

            turn.Wait();
            ThrowIfFailed();
        }

        public void Finish()
        {
            ManualResetEventSlim turn;
            lock (gate) turn = Arrive();
            turn.Wait();
        }

        public void Leave(int rank)
        {
            lock (gate)
            {
                gone = rank;
                if (arrived > 0) FailNow(new InvalidOperationException($"Rank {rank} has ended, and another waits for it."));
            }
        }

        public void Fail(Exception e)
        {
            lock (gate) FailNow(e);
        }

        // The last one opens the turn; the next turn's was left by all before this one began.
        private ManualResetEventSlim Arrive()
        {
            ManualResetEventSlim turn = turns[round % 2];
            if (++arrived == ranks)
            {
                arrived = 0;
                turns[++round % 2].Reset();
                turn.Set();
            }

            return turn;
        }

        private void FailNow(Exception e)
        {
            Failure ??= e;
            foreach (ManualResetEventSlim turn in turns) turn.Set();
        }

        private void ThrowIfFailed()
        {
            if (Failure is { } failure) throw new InvalidOperationException($"Another rank failed: {failure.Message}", failure);
        }
    }

    private unsafe struct Call
    {
        public string Operation;
        public byte* Data;
        public int* Offsets;
        public int Length, Root;
    }

    private sealed unsafe class ThreadRank(int rank, Meeting meeting) : Transport(rank, meeting.Calls.Length)
    {
        protected override void MoveToAll(Span<byte> data, ReadOnlySpan<int> offsets)
        {
            fixed (byte* at = data)
            fixed (int* parts = offsets)
            {
                meeting.Begin(Rank, new Call { Operation = nameof(AllGather), Data = at, Offsets = parts });
                try
                {
                    RequireSameOperation();
                    for (int k = 0; k < Ranks; k++)
                    {
                        var others = new ReadOnlySpan<int>(meeting.Calls[k].Offsets, offsets.Length);
                        Require(offsets.SequenceEqual(others), "the offsets differ between ranks");
                        if (k != Rank) Part(k, k).CopyTo(data[offsets[k]..]);
                    }
                }
                finally
                {
                    meeting.Finish();
                }
            }
        }

        protected override void MoveToEach(
            ReadOnlySpan<byte> outgoing, ReadOnlySpan<int> outgoingOffsets, Span<byte> incoming, ReadOnlySpan<int> incomingOffsets)
        {
            fixed (byte* at = outgoing)
            fixed (int* parts = outgoingOffsets)
            {
                meeting.Begin(Rank, new Call { Operation = nameof(Exchange), Data = at, Offsets = parts });
                try
                {
                    RequireSameOperation();
                    for (int k = 0; k < Ranks; k++)
                    {
                        Span<byte> to = incoming[incomingOffsets[k]..incomingOffsets[k + 1]];
                        ReadOnlySpan<byte> from = Part(k, Rank);
                        if (from.Length != to.Length) Require(false, $"rank {k} sends {from.Length} bytes, and {to.Length} are awaited");
                        from.CopyTo(to);
                    }
                }
                finally
                {
                    meeting.Finish();
                }
            }
        }

        protected override void MoveFrom(int root, Span<byte> data)
        {
            fixed (byte* at = data)
            {
                meeting.Begin(Rank, new Call { Operation = nameof(Broadcast), Data = at, Length = data.Length, Root = root });
                try
                {
                    RequireSameOperation();
                    foreach (Call other in meeting.Calls)
                        Require(other.Root == root && other.Length == data.Length, "the root or the length differs between ranks");
                    if (Rank != root) new ReadOnlySpan<byte>(meeting.Calls[root].Data, data.Length).CopyTo(data);
                }
                finally
                {
                    meeting.Finish();
                }
            }
        }

        private ReadOnlySpan<byte> Part(int rank, int k)
        {
            Call of = meeting.Calls[rank];
            return new ReadOnlySpan<byte>(of.Data + of.Offsets[k], of.Offsets[k + 1] - of.Offsets[k]);
        }

        private void RequireSameOperation()
        {
            string own = meeting.Calls[Rank].Operation;
            foreach (Call other in meeting.Calls)
                if (other.Operation != own) Require(false, $"another rank calls {other.Operation}");
        }

        private void Require(bool holds, string what)
        {
            if (!holds) throw new InvalidOperationException($"Rank {Rank} calls {meeting.Calls[Rank].Operation}: {what}.");
        }
    }
}
