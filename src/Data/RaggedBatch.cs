namespace OnDeviceRec.Data;

/// <summary>
/// B prefixes end to end without padding, and their targets: prefix b is <c>Items[Offsets[b] .. Offsets[b + 1]]</c>. The buffers are
/// reserved once; clearing and filling the batch again allocates nothing.
/// </summary>
public sealed class RaggedBatch
{
    private readonly int[] items;
    private readonly int[] positions;
    private readonly int[] lastTokens;
    private readonly int[] offsets;
    private readonly int[] targets;

    /// <summary>An empty batch.</summary>
    /// <param name="maxCount">Most prefixes it will hold.</param>
    /// <param name="maxTokens">Most items of all prefixes together.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public RaggedBatch(int maxCount, int maxTokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxCount);
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokens);
        items = new int[maxTokens];
        positions = new int[items.Length];
        lastTokens = new int[maxCount];
        offsets = new int[maxCount + 1];
        targets = new int[maxCount];
    }

    /// <summary>Most prefixes it can hold.</summary>
    public int MaxCount => targets.Length;

    /// <summary>Most items it can hold.</summary>
    public int MaxTokens => items.Length;

    /// <summary>B, the number of prefixes.</summary>
    public int Count { get; private set; }

    /// <summary>Items of all prefixes together.</summary>
    public int Tokens => offsets[Count];

    /// <summary>Rows of all prefixes, end to end, each oldest first, <c>[Tokens]</c>.</summary>
    public ReadOnlyMemory<int> Items => items.AsMemory(0, Tokens);

    /// <summary>The place of each token in its prefix, from 0 for the oldest, <c>[Tokens]</c>.</summary>
    public ReadOnlyMemory<int> Positions => positions.AsMemory(0, Tokens);

    /// <summary>The token of each prefix's most recent item, <c>[B]</c>; for an empty prefix the token before it.</summary>
    public ReadOnlyMemory<int> LastTokens => lastTokens.AsMemory(0, Count);

    /// <summary>Where each prefix begins, and the end of the last: <c>[B + 1]</c>, from 0 to Tokens.</summary>
    public ReadOnlyMemory<int> Offsets => offsets.AsMemory(0, Count + 1);

    /// <summary>Row of each prefix's next item, <c>[B]</c>.</summary>
    public ReadOnlyMemory<int> Targets => targets.AsMemory(0, Count);

    /// <summary>Empties the batch.</summary>
    public void Clear() => Count = 0;

    /// <summary>Appends one example.</summary>
    /// <param name="prefix">Its rows, oldest first.</param>
    /// <param name="target">The row of the next item.</param>
    /// <exception cref="InvalidOperationException">The batch has no room for it.</exception>
    public void Add(ReadOnlySpan<int> prefix, int target)
    {
        if (Count == targets.Length || prefix.Length > items.Length - Tokens)
        {
            throw new InvalidOperationException(
                $"RaggedBatch: no room for {prefix.Length} items more: "
                + $"{Count} of {targets.Length} prefixes, {Tokens} of {items.Length} items.");
        }

        int start = Tokens;
        prefix.CopyTo(items.AsSpan(start));
        for (int l = 0; l < prefix.Length; l++) positions[start + l] = l;
        lastTokens[Count] = start + prefix.Length - 1;
        targets[Count] = target;
        Count++;
        offsets[Count] = start + prefix.Length;
    }
}
