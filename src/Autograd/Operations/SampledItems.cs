namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// The items that stand for the catalog in one step: those drawn, and every example's own, its target and its labels. A softmax over them
/// has Z_b = Σ_v e^(z_bv) over the example's own items and Σ_v e^(z_bv)/π_v over the others that were drawn, π_v the probability with which
/// v is among those.
/// </summary>
/// <remarks>
/// An item that was not drawn would not have been there without another example: it counts for nothing. So Z_b is an unbiased estimate of
/// the sum over the catalog (Horvitz and Thompson, 1952; for a softmax Bengio and Senécal, 2008), and with every π_v = 1 it is that sum.
/// Nothing is allocated after the largest step.
/// </remarks>
/// <example>
/// Two items drawn with π = 1 and 1/4, and a third that is example 0's target, all z = 0: Z_0 = 1 + 1 + 4 = 6; Z_1 = 1 + 4 = 5 of an
/// example whose target is the first, and 1 + 1 = 2 of one whose target is the second.
/// </example>
public sealed class SampledItems
{
    // The logarithm of nothing: finite, so that a row of these alone is no NaN, and below every logit by so much that its exponential is 0.
    private const float Removed = -1e30f;

    private int[] rows = [], targets = [], targetRows = [], labels = [], ownOffsets = [], own = [];
    private float[] logWeights = [];
    private int count, examples, labelCount;
    private SparseTargets? given;

    /// <summary>The items' rows of the table, ascending, [C]; item v of the step is Rows[v].</summary>
    public ReadOnlyMemory<int> Rows => rows.AsMemory(0, count);

    /// <summary>−ln π of each item; of one that was not drawn so little that it counts for nothing. [C].</summary>
    public ReadOnlyMemory<float> LogWeights => logWeights.AsMemory(0, count);

    /// <summary>The target of each example among <see cref="Rows"/>, [B].</summary>
    public ReadOnlyMemory<int> Targets => targets.AsMemory(0, examples);

    /// <summary>The labels among <see cref="Rows"/>, or null.</summary>
    public SparseTargets? Labels => given is { } l ? l with { Items = labels.AsMemory(0, labelCount) } : null;

    /// <summary>The target's row of the table, [B].</summary>
    internal ReadOnlyMemory<int> TargetRows => targetRows.AsMemory(0, examples);

    /// <summary>Example b's own items are Own[OwnOffsets[b]] .. Own[OwnOffsets[b + 1] − 1], ascending, each once.</summary>
    internal ReadOnlyMemory<int> OwnOffsets => ownOffsets.AsMemory(0, examples + 1);

    internal ReadOnlyMemory<int> Own => own.AsMemory(0, ownOffsets[examples]);

    /// <summary>Takes those of a step.</summary>
    /// <param name="drawn">Rows of the table, ascending, each once.</param>
    /// <param name="logWeights">−ln π of each.</param>
    /// <param name="targets">The rows of the true next items, [B].</param>
    /// <param name="labels">Labels beside them, or null.</param>
    public void Set(ReadOnlySpan<int> drawn, ReadOnlySpan<float> logWeights, ReadOnlySpan<int> targets, SparseTargets? labels)
    {
        (given, examples) = (labels, targets.Length);
        ReadOnlySpan<int> offsets = labels is { } l ? l.Offsets.Span : [], items = labels is { } m ? m.Items.Span : [];
        labelCount = offsets.IsEmpty ? 0 : offsets[^1];
        Grow(drawn.Length + targets.Length + labelCount);
        Merge(drawn, logWeights, targets, items[..labelCount]);
        for (int i = 0; i < labelCount; i++) this.labels[i] = PlaceOf(items[i]);
        int end = 0;
        for (int b = 0; b < examples; b++)
        {
            ownOffsets[b] = end;
            (targetRows[b], this.targets[b]) = (targets[b], PlaceOf(targets[b]));
            ReadOnlySpan<int> near = offsets.IsEmpty ? [] : this.labels.AsSpan(offsets[b]..offsets[b + 1]);
            near.CopyTo(own.AsSpan(end));
            end += near.Length + Insert(this.targets[b], own.AsSpan(end, near.Length + 1));
        }

        ownOffsets[examples] = end;
    }

    // Of an item that is among them.
    private int PlaceOf(int row) => Rows.Span.BinarySearch(row);

    // Puts an item among ascending ones, behind which there is room for one; how many it makes more.
    private static int Insert(int item, Span<int> items)
    {
        int place = items[..^1].BinarySearch(item);
        if (place >= 0) return 0;
        items[~place..^1].CopyTo(items[(~place + 1)..]);
        items[~place] = item;
        return 1;
    }

    private void Grow(int most)
    {
        if (rows.Length < most) (rows, logWeights, own, labels) = (new int[most], new float[most], new int[most], new int[most]);
        if (ownOffsets.Length > examples) return;
        (targets, targetRows, ownOffsets) = (new int[examples], new int[examples], new int[examples + 1]);
    }

    // The drawn ones and those that come along.
    private void Merge(ReadOnlySpan<int> drawn, ReadOnlySpan<float> drawnWeights, ReadOnlySpan<int> targets, ReadOnlySpan<int> labels)
    {
        Span<int> along = own.AsSpan(0, targets.Length + labels.Length);
        targets.CopyTo(along);
        labels.CopyTo(along[targets.Length..]);
        along.Sort();
        count = 0;
        for (int i = 0, j = 0; i < drawn.Length || j < along.Length;)
        {
            bool isDrawn = j == along.Length || (i < drawn.Length && drawn[i] <= along[j]);
            (rows[count], logWeights[count]) = isDrawn ? (drawn[i], drawnWeights[i++]) : (along[j], Removed);
            while (j < along.Length && along[j] == rows[count]) j++;
            count++;
        }
    }
}
