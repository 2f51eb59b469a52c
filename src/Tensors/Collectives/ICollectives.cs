namespace OnDeviceRec.Tensors;

/// <summary>
/// What a number of processes that train together, the ranks 0 to <see cref="Ranks"/> − 1, say to one another. All of them make the same
/// calls in the same order; a call returns when this rank has what it is to get, which may be before another has it. Sizes are bytes, and
/// bytes arrive as they were: numbers of more than one byte ask for processors of the same byte order. Part k of a span is
/// [offsets[k], offsets[k + 1]), and the parts fill the span. What a call throws on one rank is not told to the others, which wait for it:
/// who catches it there ends all of them. After warm-up no call allocates.
/// </summary>
public interface ICollectives
{
    /// <summary>This rank, 0 to <see cref="Ranks"/> − 1.</summary>
    int Rank { get; }

    /// <summary>How many there are, one or more.</summary>
    int Ranks { get; }

    /// <summary>
    /// The bytes that this rank has had for others since its start, once for each rank they were for, whatever way they took: Ranks − 1
    /// times its part of an <see cref="AllGather"/>, the parts of an <see cref="Exchange"/> that were not its own, and Ranks − 1 times a
    /// <see cref="Broadcast"/> of which it was the root.
    /// </summary>
    long BytesMoved { get; }

    /// <summary>Part k of the data becomes rank k's on every rank.</summary>
    /// <param name="data">This rank has filled its own part; afterwards all parts are there.</param>
    /// <param name="offsets">[Ranks + 1], ascending from 0 to the data's length; the same on every rank. Parts may be empty.</param>
    /// <exception cref="ArgumentException">Offsets are not such.</exception>
    void AllGather(Span<byte> data, ReadOnlySpan<int> offsets);

    /// <summary>
    /// Part k goes to rank k: incoming part k of rank r becomes outgoing part r of rank k, which is as long. Also for k = r.
    /// </summary>
    /// <param name="outgoing">What is for each rank.</param>
    /// <param name="outgoingOffsets">[Ranks + 1], ascending from 0 to the length of what goes out. Parts may be empty.</param>
    /// <param name="incoming">Takes what comes from each rank; shares no byte with what goes out.</param>
    /// <param name="incomingOffsets">[Ranks + 1], ascending from 0 to the length of what comes in.</param>
    /// <exception cref="ArgumentException">
    /// Offsets are not such, the spans overlap, or this rank's two own parts differ in length.
    /// </exception>
    void Exchange(
        ReadOnlySpan<byte> outgoing, ReadOnlySpan<int> outgoingOffsets, Span<byte> incoming, ReadOnlySpan<int> incomingOffsets);

    /// <summary>The data becomes the root's on every rank.</summary>
    /// <param name="data">As long on every rank.</param>
    /// <param name="root">Whose it is, 0 to <see cref="Ranks"/> − 1; the same on every rank.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank.</exception>
    void Broadcast(Span<byte> data, int root);
}
