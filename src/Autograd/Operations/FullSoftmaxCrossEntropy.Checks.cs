namespace OnDeviceRec.Autograd.Operations;

/// <summary>What has to fit together.</summary>
public static unsafe partial class FullSoftmaxCrossEntropy
{
    private static void Check(CatalogScores scores, ReadOnlySpan<int> targets)
    {
        (int batch, int items) = (scores.Batch, scores.Items);
        if (batch != targets.Length || batch == 0)
            throw new ArgumentException($"FullSoftmaxCrossEntropy: {targets.Length} targets for {batch} examples.");
        foreach (int target in targets)
        {
            if ((uint)target >= (uint)items)
                throw new ArgumentException($"FullSoftmaxCrossEntropy: target {target} is not one of {items} items.");
        }
    }

    private static void Check(CopyScores copying, int batch)
    {
        if (copying.Prefixes.Count == batch && copying.Positions.Rows == batch && copying.Gates.Value.Length == batch) return;
        throw new ArgumentException(
            $"FullSoftmaxCrossEntropy: {batch} examples, but {copying.Prefixes.Count} prefixes, "
            + $"positions {copying.Positions.Shape} and gates {copying.Gates.Shape}.");
    }

    private static void Check(SoftTargets teacher, CatalogScores scores)
    {
        (int batch, int items) = (scores.Batch, scores.Items);
        if (teacher.Hidden.Columns != teacher.Table.Columns || teacher.Hidden.Rows != batch || teacher.Table.Rows != items)
        {
            throw new ArgumentException(
                $"FullSoftmaxCrossEntropy: the teacher has encodings {teacher.Hidden.Shape} and table {teacher.Table.Shape}, "
                + $"the student {batch} examples and {items} items.");
        }

        if (!(teacher.Temperature > 0))
            throw new ArgumentException($"FullSoftmaxCrossEntropy: the temperature is {teacher.Temperature}, it must be above 0.");
    }

    private static void Check(SparseTargets labels, CatalogScores scores)
    {
        ReadOnlySpan<int> offsets = labels.Offsets.Span, items = labels.Items.Span;
        bool ascends = offsets.Length == scores.Batch + 1 && offsets[0] >= 0 && offsets[^1] <= Math.Min(items.Length, labels.Shares.Length);
        for (int b = 0; ascends && b < scores.Batch; b++) ascends = offsets[b] <= offsets[b + 1];
        if (!ascends)
        {
            throw new ArgumentException(
                $"FullSoftmaxCrossEntropy: {offsets.Length} offsets, {items.Length} items and {labels.Shares.Length} shares "
                + $"label {scores.Batch} examples.");
        }

        for (int b = 0; b < scores.Batch; b++)
        {
            for (int i = offsets[b], previous = -1; i < offsets[b + 1]; previous = items[i++])
            {
                if (items[i] <= previous || items[i] >= scores.Items)
                {
                    throw new ArgumentException(
                        $"FullSoftmaxCrossEntropy: label {i} is item {items[i]} of {scores.Items} after item {previous}; "
                        + "they ascend within an example.");
                }
            }
        }
    }
}
