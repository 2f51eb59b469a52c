namespace OnDeviceRec.Data;

/// <summary>
/// Cuts examples into batches of B, the last one smaller if they do not divide: batch n holds the examples n·B .. n·B + B − 1 of the
/// present order. An epoch is <c>Shuffle(seed, epoch)</c> and the batches 0 .. Count − 1; since each is read by its number, work resumed
/// at batch n sees what an uninterrupted run sees. Reading allocates nothing. An epoch may thin out the past: then an example of the
/// sequence at the share f of the time, 0 for the first and 1 behind the last, is in it with probability e^(−ρ(1 − f)).
/// </summary>
/// <remarks>
/// Examples of one sequence that follow each other in the order, as they do unshuffled, become prefixes of one sequence of the batch, as
/// long as they have at most T items: a longer prefix begins later than the shorter ones, so it is a sequence of its own.
/// Training shuffles examples and not sequences: steps over neighboring examples of fewer sequences are cheaper, but a teacher on Tmall
/// learned the worse the more of them were kept together, two already.
/// </remarks>
public sealed class BatchSampler
{
    private readonly Examples examples;
    private readonly int batchSize;
    private readonly int maxLength;
    private readonly double timeDecay;
    private readonly int[] order;
    private readonly RaggedBatch batch;
    private int count;

    /// <summary>Reserves the batch; the order is that of the examples.</summary>
    /// <param name="examples">What to read.</param>
    /// <param name="batchSize">B, at least 1.</param>
    /// <param name="maxLength">T: a longer prefix keeps its T most recent items. At least 1.</param>
    /// <param name="timeDecay">ρ, at least 0; 0 keeps all examples in every epoch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or ρ below 0.</exception>
    public BatchSampler(Examples examples, int batchSize, int maxLength, double timeDecay = 0)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(timeDecay);
        (this.examples, this.timeDecay) = (examples, timeDecay);
        this.batchSize = Math.Min(batchSize, Math.Max(1, examples.Count));
        this.maxLength = maxLength;
        order = new int[examples.Count];
        batch = new RaggedBatch(this.batchSize, checked(this.batchSize * Math.Min(maxLength, examples.LongestPrefix)));
        Unshuffle();
    }

    /// <summary>Number of batches of the present epoch, ⌈examples in it / B⌉.</summary>
    public int Count => (count / batchSize) + (count % batchSize == 0 ? 0 : 1);

    /// <summary>The order of the examples themselves, as for evaluation.</summary>
    public void Unshuffle()
    {
        for (int i = 0; i < order.Length; i++) order[i] = i;
        count = order.Length;
    }

    /// <summary>
    /// A random order that depends on seed and epoch alone, on every machine: what is left out and then Fisher–Yates from the identity,
    /// drawn from SplitMix64 keyed by both. Of what there is, one example at least remains.
    /// </summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">Which epoch of the run.</param>
    public void Shuffle(ulong seed, int epoch)
    {
        Unshuffle();
        var random = SplitMix64.Keyed(seed, (ulong)epoch);
        if (timeDecay > 0) ThinOut(ref random);
        random.Shuffle(order.AsSpan(0, count));
    }

    private void ThinOut(ref SplitMix64 random)
    {
        count = 0;
        for (int i = 0; i < order.Length; i++)
        {
            double past = 1 - ((double)examples[i].Sequence / examples.Sequences.Count);
            if (random.Chance(Math.Exp(-timeDecay * past)) || (i == order.Length - 1 && count == 0)) order[count++] = i;
        }
    }

    /// <summary>Fills the sampler's one batch and returns it: it holds until the next call.</summary>
    /// <param name="index">0 .. Count − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch.</exception>
    public RaggedBatch Read(int index)
    {
        if ((uint)index >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(index), $"BatchSampler: batch {index} of {Count} batches.");
        batch.Clear();
        int start = index * batchSize, previous = -1;
        foreach (int example in order.AsSpan(start, Math.Min(batchSize, count - start)))
        {
            ReadOnlySpan<int> prefix = examples.Prefix(example, maxLength);
            if (Continues(previous, example)) batch.Extend(prefix[^1..], examples.Target(example));
            else batch.Add(prefix, examples.Target(example), examples[example].Sequence);
            previous = example;
        }

        return batch;
    }

    // Whether the example is the one before it and one item more, from the same oldest item on.
    private bool Continues(int previous, int example) =>
        previous >= 0
        && example == previous + 1
        && examples[example].Sequence == examples[previous].Sequence
        && examples[example].PrefixLength <= maxLength;
}
