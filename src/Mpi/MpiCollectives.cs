using OnDeviceRec.Tensors;

namespace OnDeviceRec.Mpi;

/// <summary>
/// The ranks that mpirun started, by MPI_Allgatherv, MPI_Alltoallv and MPI_Bcast over MPI_COMM_WORLD. Only the thread that opened them may
/// call, as MPI_THREAD_FUNNELED has it; others may work meanwhile. The memory of spans stays where it is while a call runs.
/// </summary>
internal sealed unsafe class MpiCollectives : Transport, IDisposable
{
    private readonly MpiLibrary mpi;
    private readonly int thread = Environment.CurrentManagedThreadId;
    private bool closed;

    private MpiCollectives(MpiLibrary mpi, int rank, int ranks)
        : base(rank, ranks) => this.mpi = mpi;

    /// <summary>Joins the other ranks; once in a process.</summary>
    /// <exception cref="MpiException">MPI cannot start.</exception>
    public static MpiCollectives Open(MpiLibrary mpi)
    {
        int rank, ranks;
        int error = mpi.Open(&rank, &ranks);
        return error == 0 ? new MpiCollectives(mpi, rank, ranks) : throw new MpiException($"MPI cannot start: {mpi.ErrorOf(error)}.");
    }

    /// <summary>Ends all ranks and does not return. Any thread may call it.</summary>
    /// <param name="exitCode">What mpirun is to end with.</param>
    public void Abort(int exitCode)
    {
        mpi.Abort(exitCode);
        Environment.FailFast("MPI_Abort returned.");
    }

    /// <summary>Leaves; waits for the other ranks to leave too.</summary>
    /// <exception cref="MpiException">MPI cannot end.</exception>
    public void Dispose()
    {
        if (closed) return;
        CheckThread("Leaving");
        closed = true;
        Check("MPI_Finalize", mpi.Close());
    }

    /// <inheritdoc/>
    protected override void MoveToAll(Span<byte> data, ReadOnlySpan<int> offsets)
    {
        CheckThread(nameof(AllGather));
        fixed (byte* at = data)
        fixed (int* parts = offsets) Check(nameof(AllGather), mpi.AllGather(at, parts));
    }

    /// <inheritdoc/>
    protected override void MoveToEach(
        ReadOnlySpan<byte> outgoing, ReadOnlySpan<int> outgoingOffsets, Span<byte> incoming, ReadOnlySpan<int> incomingOffsets)
    {
        CheckThread(nameof(Exchange));
        fixed (byte* from = outgoing, to = incoming)
        fixed (int* outgoingParts = outgoingOffsets, incomingParts = incomingOffsets)
            Check(nameof(Exchange), mpi.Exchange(from, outgoingParts, to, incomingParts));
    }

    /// <inheritdoc/>
    protected override void MoveFrom(int root, Span<byte> data)
    {
        CheckThread(nameof(Broadcast));
        fixed (byte* at = data) Check(nameof(Broadcast), mpi.Broadcast(at, data.Length, root));
    }

    private void CheckThread(string operation)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        int caller = Environment.CurrentManagedThreadId;
        if (caller == thread) return;
        throw new InvalidOperationException($"{operation}: thread {caller} calls, but only thread {thread}, which opened the ranks, may.");
    }

    private void Check(string operation, int error)
    {
        if (error != 0) throw new MpiException($"{operation}: {mpi.ErrorOf(error)}.");
    }
}
