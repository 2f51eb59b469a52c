namespace OnDeviceRec.Tensors;

/// <summary>What all ways between ranks share: arguments are checked and bytes counted here, and moved by who derives from it.</summary>
public abstract class Transport : ICollectives
{
    /// <summary>A rank of so many.</summary>
    /// <param name="rank">0 to <paramref name="ranks"/> − 1.</param>
    /// <param name="ranks">One or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank.</exception>
    protected Transport(int rank, int ranks)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rank, ranks);
        (Rank, Ranks) = (rank, ranks);
    }

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Ranks { get; }

    /// <inheritdoc/>
    public long BytesMoved { get; private set; }

    /// <inheritdoc/>
    public void AllGather(Span<byte> data, ReadOnlySpan<int> offsets)
    {
        CheckParts(nameof(AllGather), data.Length, offsets);
        MoveToAll(data, offsets);
        BytesMoved += (Ranks - 1L) * (offsets[Rank + 1] - offsets[Rank]);
    }

    /// <inheritdoc/>
    public void Exchange(
        ReadOnlySpan<byte> outgoing, ReadOnlySpan<int> outgoingOffsets, Span<byte> incoming, ReadOnlySpan<int> incomingOffsets)
    {
        CheckParts(nameof(Exchange), outgoing.Length, outgoingOffsets);
        CheckParts(nameof(Exchange), incoming.Length, incomingOffsets);
        Throw.IfNot(!outgoing.Overlaps(incoming), nameof(Exchange), "what goes out and what comes in overlap");
        int own = outgoingOffsets[Rank + 1] - outgoingOffsets[Rank];
        Throw.IfNotEqual(incomingOffsets[Rank + 1] - incomingOffsets[Rank], own, nameof(Exchange), "the length of what comes from itself");
        MoveToEach(outgoing, outgoingOffsets, incoming, incomingOffsets);
        BytesMoved += outgoing.Length - own;
    }

    /// <inheritdoc/>
    public void Broadcast(Span<byte> data, int root)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(root);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(root, Ranks);
        MoveFrom(root, data);
        if (root == Rank) BytesMoved += (Ranks - 1L) * data.Length;
    }

    /// <summary><see cref="AllGather"/> of what was checked.</summary>
    /// <param name="data">As there.</param>
    /// <param name="offsets">As there.</param>
    protected abstract void MoveToAll(Span<byte> data, ReadOnlySpan<int> offsets);

    /// <summary><see cref="Exchange"/> of what was checked.</summary>
    /// <param name="outgoing">As there.</param>
    /// <param name="outgoingOffsets">As there.</param>
    /// <param name="incoming">As there.</param>
    /// <param name="incomingOffsets">As there.</param>
    protected abstract void MoveToEach(
        ReadOnlySpan<byte> outgoing, ReadOnlySpan<int> outgoingOffsets, Span<byte> incoming, ReadOnlySpan<int> incomingOffsets);

    /// <summary><see cref="Broadcast"/> of what was checked.</summary>
    /// <param name="root">As there.</param>
    /// <param name="data">As there.</param>
    protected abstract void MoveFrom(int root, Span<byte> data);

    private void CheckParts(string operation, int length, ReadOnlySpan<int> offsets)
    {
        Throw.IfNotEqual(offsets.Length, Ranks + 1, operation, "the number of offsets");
        Throw.IfNotEqual(offsets[0], 0, operation, "the first offset");
        for (int k = 0; k < Ranks; k++)
            if (offsets[k + 1] < offsets[k]) throw new ArgumentException($"{operation}: part {k} is [{offsets[k]}, {offsets[k + 1]}).");
        Throw.IfNotEqual(offsets[Ranks], length, operation, "the last offset");
    }
}
