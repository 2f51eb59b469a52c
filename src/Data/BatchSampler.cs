namespace OnDeviceRec.Data;

/// <summary>
/// Cuts examples into batches of B, the last one smaller if they do not divide: batch n holds the examples n·B .. n·B + B − 1 of the
/// present order. An epoch is <c>Shuffle(seed, epoch)</c> and the batches 0 .. Count − 1; since each is read by its number, work resumed
/// at batch n sees what an uninterrupted run sees. Reading allocates nothing.
/// </summary>
/// <remarks>
/// A shuffled batch holds prefixes of about one length: the shuffled examples are sorted by length within every 50 batches, and the
/// batches then shuffled. Long prefixes are few; in batches of their own they are not drowned by the short ones, which decides where
/// test sequences are longer than train sequences.
/// </remarks>
public sealed class BatchSampler
{
    private const int BatchesPerSort = 50;

    private readonly Examples examples;
    private readonly int batchSize;
    private readonly int maxLength;
    private readonly int[] order;
    private readonly int[] batchOrder;
    private readonly long[] keys;
    private readonly RaggedBatch batch;

    /// <summary>Reserves the batch; the order is that of the examples.</summary>
    /// <param name="examples">What to read.</param>
    /// <param name="batchSize">B, at least 1.</param>
    /// <param name="maxLength">T: a longer prefix keeps its T most recent items. At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public BatchSampler(Examples examples, int batchSize, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        this.examples = examples;
        this.batchSize = Math.Min(batchSize, Math.Max(1, examples.Count));
        this.maxLength = maxLength;
        order = new int[examples.Count];
        batchOrder = new int[Count];
        keys = new long[Math.Min(order.Length, (long)BatchesPerSort * this.batchSize)];
        batch = new RaggedBatch(this.batchSize, checked(this.batchSize * Math.Min(maxLength, examples.LongestPrefix)));
        Unshuffle();
    }

    /// <summary>Number of batches of an epoch, ⌈examples / B⌉.</summary>
    public int Count => (order.Length / batchSize) + (order.Length % batchSize == 0 ? 0 : 1);

    /// <summary>The order of the examples themselves, as for evaluation.</summary>
    public void Unshuffle()
    {
        for (int i = 0; i < order.Length; i++) order[i] = i;
        for (int n = 0; n < batchOrder.Length; n++) batchOrder[n] = n;
    }

    /// <summary>
    /// A random order that depends on seed and epoch alone, on every machine: Fisher–Yates from the identity, drawn from SplitMix64
    /// keyed by both, of the examples and then of the batches of like lengths. A smaller batch may stand anywhere.
    /// </summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">Which epoch of the run.</param>
    public void Shuffle(ulong seed, int epoch)
    {
        Unshuffle();
        var random = SplitMix64.Keyed(seed, (ulong)epoch);
        random.Shuffle(order);
        for (int start = 0; start < order.Length; start += keys.Length) SortByLength(order.AsSpan(start, Math.Min(keys.Length, order.Length - start)));
        random.Shuffle(batchOrder);
    }

    /// <summary>Fills the sampler's one batch and returns it: it holds until the next call.</summary>
    /// <param name="index">0 .. Count − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch.</exception>
    public RaggedBatch Read(int index)
    {
        if ((uint)index >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(index), $"BatchSampler: batch {index} of {Count} batches.");
        batch.Clear();
        int start = batchOrder[index] * batchSize;
        foreach (int example in order.AsSpan(start, Math.Min(batchSize, order.Length - start)))
            batch.Add(examples.Prefix(example, maxLength), examples.Target(example));
        return batch;
    }

    // Length above, place in the shuffled order below: numbers that are all different, so the sort is stable.
    private void SortByLength(Span<int> part)
    {
        Span<long> lengths = keys.AsSpan(0, part.Length);
        for (int i = 0; i < part.Length; i++) lengths[i] = ((long)Math.Min(examples[part[i]].PrefixLength, maxLength) << 32) | (uint)i;
        lengths.Sort(part);
    }
}
