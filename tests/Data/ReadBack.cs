namespace OnDeviceRec.Data.Tests;

/// <summary>A batch as the examples it stands for.</summary>
internal static class ReadBack
{
    /// <summary>The rows of every example's prefix.</summary>
    public static IEnumerable<int[]> Prefixes(RaggedBatch batch)
    {
        for (int s = 0; s < batch.Sequences; s++)
        {
            for (int b = batch.FirstExamples.Span[s]; b < batch.FirstExamples.Span[s + 1]; b++)
                yield return batch.Items.Span[batch.Offsets.Span[s]..(batch.LastTokens.Span[b] + 1)].ToArray();
        }
    }
}
