namespace OnDeviceRec.Tensors;

/// <summary>One rank alone: everything is there already, and no byte is for another.</summary>
public sealed class SingleProcess() : Transport(rank: 0, ranks: 1)
{
    /// <inheritdoc/>
    protected override void MoveToAll(Span<byte> data, ReadOnlySpan<int> offsets)
    {
    }

    /// <inheritdoc/>
    protected override void MoveToEach(
        ReadOnlySpan<byte> outgoing, ReadOnlySpan<int> outgoingOffsets, Span<byte> incoming, ReadOnlySpan<int> incomingOffsets) =>
        outgoing.CopyTo(incoming);

    /// <inheritdoc/>
    protected override void MoveFrom(int root, Span<byte> data)
    {
    }
}
