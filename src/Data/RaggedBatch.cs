namespace OnDeviceRec.Data;

/// <summary>
/// Sequences end to end without padding, and the B examples read out of them: each example is a prefix of one of the sequences, and its
/// target. Sequence s is <c>Items[Offsets[s] .. Offsets[s + 1]]</c>; its examples are FirstExamples[s] .. FirstExamples[s + 1] − 1,
/// shorter prefixes first, and example b ends with token LastTokens[b]. What a causal encoder makes of a token serves all the prefixes
/// that hold it. The buffers are reserved once; clearing and filling the batch again allocates nothing.
/// </summary>
/// <remarks>
/// Worked: <c>Add([5 6], 7)</c>, <c>Extend([7], 8)</c>, <c>Add([1], 2)</c> are the sequences [5 6 7] and [1] and the examples
/// (5 6) → 7, (5 6 7) → 8 and 1 → 2: offsets 0 3 4, first examples 0 2 3, last tokens 1 2 3.
/// </remarks>
public sealed class RaggedBatch
{
    private readonly int[] items;
    private readonly int[] positions;
    private readonly int[] offsets;
    private readonly int[] firstExamples;
    private readonly int[] origins;
    private readonly int[] lastTokens;
    private readonly int[] targets;

    /// <summary>An empty batch.</summary>
    /// <param name="maxCount">Most examples it will hold.</param>
    /// <param name="maxTokens">Most items of all sequences together.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public RaggedBatch(int maxCount, int maxTokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxCount);
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokens);
        items = new int[maxTokens];
        positions = new int[items.Length];
        offsets = new int[maxCount + 1];
        firstExamples = new int[offsets.Length];
        origins = new int[maxCount];
        lastTokens = new int[maxCount];
        targets = new int[maxCount];
    }

    /// <summary>Most examples it can hold.</summary>
    public int MaxCount => targets.Length;

    /// <summary>Most items it can hold.</summary>
    public int MaxTokens => items.Length;

    /// <summary>B, the number of examples.</summary>
    public int Count { get; private set; }

    /// <summary>S, the number of sequences, at most B.</summary>
    public int Sequences { get; private set; }

    /// <summary>Items of all sequences together.</summary>
    public int Tokens => offsets[Sequences];

    /// <summary>Rows of all sequences, end to end, each oldest first, <c>[Tokens]</c>.</summary>
    public ReadOnlyMemory<int> Items => items.AsMemory(0, Tokens);

    /// <summary>The place of each token in its sequence, from 0 for the oldest, <c>[Tokens]</c>.</summary>
    public ReadOnlyMemory<int> Positions => positions.AsMemory(0, Tokens);

    /// <summary>Where each sequence begins, and the end of the last: <c>[S + 1]</c>, from 0 to Tokens.</summary>
    public ReadOnlyMemory<int> Offsets => offsets.AsMemory(0, Sequences + 1);

    /// <summary>The first example of each sequence, and the end of the last's: <c>[S + 1]</c>, from 0 to B.</summary>
    public ReadOnlyMemory<int> FirstExamples => firstExamples.AsMemory(0, Sequences + 1);

    /// <summary>The number of the data's sequence that each is a part of, −1 where none was given: <c>[S]</c>.</summary>
    public ReadOnlyMemory<int> Origins => origins.AsMemory(0, Sequences);

    /// <summary>The token of each prefix's most recent item, <c>[B]</c>; for an empty prefix the token before it.</summary>
    public ReadOnlyMemory<int> LastTokens => lastTokens.AsMemory(0, Count);

    /// <summary>Row of each prefix's next item, <c>[B]</c>.</summary>
    public ReadOnlyMemory<int> Targets => targets.AsMemory(0, Count);

    /// <summary>Empties the batch.</summary>
    public void Clear() => (Count, Sequences) = (0, 0);

    /// <summary>Appends a sequence and the example that is all of it.</summary>
    /// <param name="prefix">Its rows, oldest first.</param>
    /// <param name="target">The row of the next item.</param>
    /// <param name="origin">The number of the data's sequence that it is a part of, or −1.</param>
    /// <exception cref="InvalidOperationException">The batch has no room for it.</exception>
    public void Add(ReadOnlySpan<int> prefix, int target, int origin = -1)
    {
        CheckRoom(prefix.Length);
        origins[Sequences] = origin;
        Sequences++;
        offsets[Sequences] = offsets[Sequences - 1];
        Append(prefix, target);
    }

    /// <summary>Appends items to the last sequence, and the example that is all of it by now.</summary>
    /// <param name="more">The rows that follow, oldest first; may be none.</param>
    /// <param name="target">The row of the next item.</param>
    /// <exception cref="InvalidOperationException">There is no sequence yet, or the batch has no room.</exception>
    public void Extend(ReadOnlySpan<int> more, int target)
    {
        if (Sequences == 0) throw new InvalidOperationException("RaggedBatch: there is no sequence to extend.");
        CheckRoom(more.Length);
        Append(more, target);
    }

    /// <summary>Makes this batch some of the sequences of another, one after the other, with all their examples.</summary>
    /// <param name="batch">The other one.</param>
    /// <param name="from">The first sequence.</param>
    /// <param name="to">The one behind the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such sequences.</exception>
    /// <exception cref="InvalidOperationException">There is no room for them.</exception>
    public void TakeFrom(RaggedBatch batch, int from, int to)
    {
        if (from < 0 || to < from || to > batch.Sequences)
            throw new ArgumentOutOfRangeException(nameof(from), $"RaggedBatch: sequences {from} to {to} of {batch.Sequences}.");
        Clear();
        int token = batch.offsets[from], example = batch.firstExamples[from];
        (int tokens, int examples) = (batch.offsets[to] - token, batch.firstExamples[to] - example);
        if (examples > targets.Length || tokens > items.Length)
        {
            throw new InvalidOperationException(
                $"RaggedBatch: no room for {tokens} items and {examples} examples of {items.Length} and {targets.Length}.");
        }

        batch.items.AsSpan(token, tokens).CopyTo(items);
        batch.positions.AsSpan(token, tokens).CopyTo(positions);
        batch.origins.AsSpan(from, to - from).CopyTo(origins);
        batch.targets.AsSpan(example, examples).CopyTo(targets);
        for (int i = 0; i < examples; i++) lastTokens[i] = batch.lastTokens[example + i] - token;
        for (int s = 0; s <= to - from; s++)
            (offsets[s], firstExamples[s]) = (batch.offsets[from + s] - token, batch.firstExamples[from + s] - example);
        (Sequences, Count) = (to - from, examples);
    }

    private void CheckRoom(int more)
    {
        if (Count == targets.Length || more > items.Length - Tokens)
        {
            throw new InvalidOperationException(
                $"RaggedBatch: no room for {more} items more: {Count} of {targets.Length} examples, {Tokens} of {items.Length} items.");
        }
    }

    private void Append(ReadOnlySpan<int> more, int target)
    {
        int start = Tokens, end = start + more.Length;
        more.CopyTo(items.AsSpan(start));
        for (int token = start; token < end; token++) positions[token] = token - offsets[Sequences - 1];
        offsets[Sequences] = end;
        lastTokens[Count] = end - 1;
        targets[Count] = target;
        Count++;
        firstExamples[Sequences] = Count;
    }
}
