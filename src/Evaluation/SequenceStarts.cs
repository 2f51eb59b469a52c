using OnDeviceRec.Data;

namespace OnDeviceRec.Evaluation;

/// <summary>Examples by sequence: those of the s-th sequence that has any are starts[s] .. starts[s + 1] − 1.</summary>
internal static class SequenceStarts
{
    /// <summary>The index of each sequence's first example, and the number of examples: <c>[S + 1]</c>.</summary>
    public static int[] Of(Examples examples)
    {
        var starts = new List<int>();
        for (int i = 0; i < examples.Count; i++)
            if (i == 0 || examples[i].Sequence != examples[i - 1].Sequence) starts.Add(i);
        return [.. starts, examples.Count];
    }
}
