using OnDeviceRec.Data;

namespace OnDeviceRec.Distillation.Recombination;

/// <summary>
/// Splits the sequences of a batch into their popular (hot) and rare (cold) items, each in order. Sequences with both
/// kinds are mixed; those with one kind only are whole. Buffers are kept between batches.
/// </summary>
public sealed class HotColdSplit
{
    private readonly bool[] hot;
    private RaggedBatch hotItems = new(0, 0);
    private RaggedBatch coldItems = new(0, 0);
    private int[] order = [];
    private int[] targets = [];
    private int[] scratch = [];

    /// <summary>A split by the given popular items.</summary>
    /// <param name="hot">Whether each row is popular, [V].</param>
    public HotColdSplit(bool[] hot) => this.hot = hot;

    /// <summary>The hot items of the mixed sequences.</summary>
    public RaggedBatch Hot => hotItems;

    /// <summary>The cold items of the mixed sequences.</summary>
    public RaggedBatch Cold => coldItems;

    /// <summary>The number of mixed sequences, M.</summary>
    public int MixedCount { get; private set; }

    /// <summary>The number of whole sequences, B − M.</summary>
    public int WholeCount { get; private set; }

    /// <summary>The batch rows of the whole sequences, ascending, [B − M].</summary>
    public ReadOnlyMemory<int> Whole => order.AsMemory(MixedCount, WholeCount);

    /// <summary>The targets of the mixed sequences, then those of the whole ones, [B].</summary>
    public ReadOnlyMemory<int> Targets => targets.AsMemory(0, MixedCount + WholeCount);

    /// <summary>Splits a batch.</summary>
    /// <param name="batch">The batch.</param>
    public void Split(RaggedBatch batch)
    {
        Reserve(batch);
        ReadOnlySpan<int> items = batch.Items.Span, offsets = batch.Offsets.Span, given = batch.Targets.Span;
        hotItems.Clear();
        coldItems.Clear();
        MixedCount = 0;
        WholeCount = 0;
        for (int b = 0; b < batch.Count; b++)
        {
            ReadOnlySpan<int> sequence = items[offsets[b]..offsets[b + 1]];
            Span<int> parts = scratch.AsSpan(0, sequence.Length);
            int hotCount = Partition(sequence, parts);
            if (hotCount == 0 || hotCount == sequence.Length) continue;
            hotItems.Add(parts[..hotCount], given[b]);
            coldItems.Add(parts[hotCount..], given[b]);
            order[MixedCount] = b;
            targets[MixedCount++] = given[b];
        }

        for (int b = 0, mixed = 0; b < batch.Count; b++)
        {
            if (mixed < MixedCount && order[mixed] == b)
            {
                mixed++;
                continue;
            }

            order[MixedCount + WholeCount] = b;
            targets[MixedCount + WholeCount++] = given[b];
        }
    }

    private int Partition(ReadOnlySpan<int> sequence, Span<int> parts)
    {
        int count = 0;
        foreach (int row in sequence)
        {
            if (hot[row]) parts[count++] = row;
        }

        int hotCount = count;
        foreach (int row in sequence)
        {
            if (!hot[row]) parts[count++] = row;
        }

        return hotCount;
    }

    private void Reserve(RaggedBatch batch)
    {
        if (order.Length >= batch.Count && scratch.Length >= batch.Tokens) return;
        (hotItems, coldItems) = (new RaggedBatch(batch.MaxCount, batch.MaxTokens), new RaggedBatch(batch.MaxCount, batch.MaxTokens));
        (order, targets, scratch) = (new int[batch.MaxCount], new int[batch.MaxCount], new int[batch.MaxTokens]);
    }
}
