using OnDeviceRec.Data;

namespace OnDeviceRec.Evaluation;

/// <summary>The list of a ranker, which is not believed unchecked.</summary>
internal static class RankedList
{
    /// <summary>How many items are asked for, of V.</summary>
    public static int Length(int items) => Math.Min(Metric.MaxCutoff, items);

    /// <summary>Throws unless a list is what <see cref="IRanker.Top"/> promises.</summary>
    /// <param name="ranker">Whose list it is.</param>
    /// <param name="example">The sequence and how many of its items the ranker has seen, for the message.</param>
    /// <param name="count">How many items the ranker says it wrote.</param>
    /// <param name="list">The rows: <c>[K]</c>.</param>
    /// <param name="items">V.</param>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    public static void Check(IRanker ranker, Example example, int count, ReadOnlySpan<int> list, int items)
    {
        if (FaultOf(count, list, items) is string fault)
        {
            throw new InvalidOperationException(
                $"{ranker.GetType().Name} after {example.PrefixLength} items of sequence {example.Sequence}: {fault}.");
        }
    }

    private static string? FaultOf(int count, ReadOnlySpan<int> list, int items)
    {
        if (count != list.Length) return $"a list of {count} items where {list.Length} were asked for";
        for (int place = 0; place < list.Length; place++)
        {
            int row = list[place];
            if ((uint)row >= (uint)items) return $"row {row} at place {place} is none of the {items} rows of the catalog";
            if (list[..place].Contains(row)) return $"row {row} stands twice, the second time at place {place}";
        }

        return null;
    }
}
