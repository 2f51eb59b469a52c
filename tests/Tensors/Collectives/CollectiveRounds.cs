namespace OnDeviceRec.Tensors.Tests;

/// <summary>
/// Calls whose every byte is known beforehand, with parts of drawn lengths, empty ones and largest ones among them. Run by all ranks, with
/// the same arguments.
/// </summary>
internal static class CollectiveRounds
{
    /// <summary>One of each operation. Throws where a byte or a count is wrong.</summary>
    public static void Run(ICollectives ranks, int seed, int largest)
    {
        Gather(ranks, seed, largest);
        Exchange(ranks, seed, largest);
        for (int root = 0; root < ranks.Ranks; root++) Broadcast(ranks, seed, root, largest);
    }

    private static void Gather(ICollectives ranks, int seed, int largest)
    {
        int[] offsets = Offsets(ranks, k => Length(seed, k, k, largest));
        byte[] data = new byte[offsets[^1]];
        Fill(data.AsSpan(offsets[ranks.Rank]..offsets[ranks.Rank + 1]), seed, ranks.Rank, ranks.Rank);
        long before = ranks.BytesMoved, part = Length(seed, ranks.Rank, ranks.Rank, largest);
        ranks.AllGather(data, offsets);
        Check("gathered", (ranks.Ranks - 1) * part, ranks.BytesMoved - before);
        for (int k = 0; k < ranks.Ranks; k++) Verify("gathered", data.AsSpan(offsets[k]..offsets[k + 1]), seed, k, k);
    }

    private static void Exchange(ICollectives ranks, int seed, int largest)
    {
        int own = ranks.Rank;
        int[] outgoingOffsets = Offsets(ranks, k => Length(seed, own, k, largest));
        int[] incomingOffsets = Offsets(ranks, k => Length(seed, k, own, largest));
        byte[] outgoing = new byte[outgoingOffsets[^1]], incoming = new byte[incomingOffsets[^1]];
        for (int k = 0; k < ranks.Ranks; k++) Fill(outgoing.AsSpan(outgoingOffsets[k]..outgoingOffsets[k + 1]), seed, own, k);
        long before = ranks.BytesMoved;
        ranks.Exchange(outgoing, outgoingOffsets, incoming, incomingOffsets);
        Check("exchanged", outgoing.Length - Length(seed, own, own, largest), ranks.BytesMoved - before);
        for (int k = 0; k < ranks.Ranks; k++)
        {
            Verify("exchanged", incoming.AsSpan(incomingOffsets[k]..incomingOffsets[k + 1]), seed, k, own);
            Verify("left", outgoing.AsSpan(outgoingOffsets[k]..outgoingOffsets[k + 1]), seed, own, k);
        }
    }

    private static void Broadcast(ICollectives ranks, int seed, int root, int largest)
    {
        byte[] data = new byte[Length(seed, root, root, largest)];
        if (ranks.Rank == root) Fill(data, seed, root, root);
        long before = ranks.BytesMoved;
        ranks.Broadcast(data, root);
        Check("broadcast", ranks.Rank == root ? (ranks.Ranks - 1L) * data.Length : 0, ranks.BytesMoved - before);
        Verify("broadcast", data, seed, root, root);
    }

    private static int[] Offsets(ICollectives ranks, Func<int, int> length)
    {
        int[] offsets = new int[ranks.Ranks + 1];
        for (int k = 0; k < ranks.Ranks; k++) offsets[k + 1] = offsets[k] + length(k);
        return offsets;
    }

    private static int Length(int seed, int from, int to, int largest)
    {
        (uint kind, uint drawn, _, _) = new Philox((uint)seed, (uint)from, (uint)to).Block(0);
        return (kind % 4) switch
        {
            0 => 0,
            1 => largest,
            _ => (int)(drawn % ((uint)largest + 1)),
        };
    }

    private static void Fill(Span<byte> part, int seed, int from, int to)
    {
        for (int i = 0; i < part.Length; i++) part[i] = Value(seed, from, to, i);
    }

    private static void Verify(string what, ReadOnlySpan<byte> part, int seed, int from, int to)
    {
        for (int i = 0; i < part.Length; i++)
        {
            byte expected = Value(seed, from, to, i);
            if (part[i] != expected)
                throw new InvalidOperationException($"{what}: byte {i} of {part.Length} from {from} to {to} is {part[i]}, not {expected}.");
        }
    }

    private static void Check(string what, long expected, long actual)
    {
        if (actual != expected) throw new InvalidOperationException($"{what}: {actual} bytes are counted, not {expected}.");
    }

    private static byte Value(int seed, int from, int to, int i) =>
        unchecked((byte)((i * 31) ^ (i >> 8) ^ (seed * 17) ^ (from * 59) ^ (to * 101)));
}
