using OnDeviceRec.Data;

namespace OnDeviceRec.Distillation.Recombination;

/// <summary>
/// Splits the sequences of a batch into their popular (head) and rare (tail) items, each in order: an example's part is a prefix of its
/// sequence's part. Examples with both kinds are mixed; those with one kind only are whole. Buffers are kept between batches.
/// </summary>
public sealed class HeadTailSplit
{
    private readonly bool[] isHead;
    private RaggedBatch headItems = new(0, 0);
    private RaggedBatch tailItems = new(0, 0);
    private int[] order = [];
    private int[] whole = [];
    private int[] targets = [];
    private int[] headRows = [];
    private int[] tailRows = [];

    /// <summary>A split by the given popular items.</summary>
    /// <param name="isHead">Whether each row is popular, [V].</param>
    public HeadTailSplit(bool[] isHead) => this.isHead = isHead;

    /// <summary>The head items of the sequences with mixed examples, and the prefixes that those see.</summary>
    public RaggedBatch Head => headItems;

    /// <summary>The tail items of the sequences with mixed examples, and the prefixes that those see.</summary>
    public RaggedBatch Tail => tailItems;

    /// <summary>The number of mixed examples, M.</summary>
    public int MixedCount { get; private set; }

    /// <summary>The number of whole examples, B − M.</summary>
    public int WholeCount { get; private set; }

    /// <summary>The batch's numbers of the whole examples, ascending, [B − M].</summary>
    public ReadOnlyMemory<int> Whole => order.AsMemory(MixedCount, WholeCount);

    /// <summary>The targets of the mixed examples, then those of the whole ones, [B].</summary>
    public ReadOnlyMemory<int> Targets => targets.AsMemory(0, MixedCount + WholeCount);

    /// <summary>Splits a batch.</summary>
    /// <param name="batch">The batch.</param>
    public void Split(RaggedBatch batch)
    {
        Reserve(batch);
        headItems.Clear();
        tailItems.Clear();
        MixedCount = 0;
        WholeCount = 0;
        for (int s = 0; s < batch.Sequences; s++) SplitSequence(batch, s);
        whole.AsSpan(0, WholeCount).CopyTo(order.AsSpan(MixedCount));
        for (int i = 0; i < batch.Count; i++) targets[i] = batch.Targets.Span[order[i]];
    }

    /// <summary>Takes all examples of a batch as they are.</summary>
    /// <param name="batch">The batch.</param>
    public void TakeWhole(RaggedBatch batch)
    {
        Reserve(batch);
        (MixedCount, WholeCount) = (0, batch.Count);
        for (int i = 0; i < batch.Count; i++) order[i] = i;
        batch.Targets.Span[..batch.Count].CopyTo(targets);
    }

    private void SplitSequence(RaggedBatch batch, int s)
    {
        ReadOnlySpan<int> items = batch.Items.Span, lastTokens = batch.LastTokens.Span, given = batch.Targets.Span;
        int token = batch.Offsets.Span[s], headCount = 0, tailCount = 0, headTaken = 0, tailTaken = 0;
        for (int b = batch.FirstExamples.Span[s]; b < batch.FirstExamples.Span[s + 1]; b++)
        {
            for (; token <= lastTokens[b]; token++)
            {
                if (isHead[items[token]]) headRows[headCount++] = items[token];
                else tailRows[tailCount++] = items[token];
            }

            if (headCount == 0 || tailCount == 0)
            {
                whole[WholeCount++] = b;
                continue;
            }

            Take(headItems, headRows, headTaken, headCount, given[b]);
            Take(tailItems, tailRows, tailTaken, tailCount, given[b]);
            (headTaken, tailTaken) = (headCount, tailCount);
            order[MixedCount++] = b;
        }
    }

    // The first mixed example of a sequence begins one, the next ones go on with it.
    private static void Take(RaggedBatch part, int[] rows, int taken, int count, int target)
    {
        if (taken == 0) part.Add(rows.AsSpan(0, count), target);
        else part.Extend(rows.AsSpan(taken..count), target);
    }

    private void Reserve(RaggedBatch batch)
    {
        if (order.Length >= batch.Count && headRows.Length >= batch.Tokens) return;
        (headItems, tailItems) = (new RaggedBatch(batch.MaxCount, batch.MaxTokens), new RaggedBatch(batch.MaxCount, batch.MaxTokens));
        (order, whole, targets) = (new int[batch.MaxCount], new int[batch.MaxCount], new int[batch.MaxCount]);
        (headRows, tailRows) = (new int[batch.MaxTokens], new int[batch.MaxTokens]);
    }
}
