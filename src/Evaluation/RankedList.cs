using OnDeviceRec.Data;

namespace OnDeviceRec.Evaluation;

/// <summary>Lists of items, best first.</summary>
public static class RankedList
{
    /// <summary>The rows of the greatest scores, best first, equal ones by lower row.</summary>
    /// <param name="scores">A score of each row: <c>[V]</c>.</param>
    /// <param name="rows">Receives the rows: <c>[K]</c>.</param>
    /// <returns>How many were written: K, or V where there are fewer.</returns>
    public static int Greatest(ReadOnlySpan<float> scores, Span<int> rows)
    {
        int written = 0;
        for (int v = 0; v < scores.Length; v++)
        {
            int place = written;
            while (place > 0 && scores[v] > scores[rows[place - 1]]) place--;
            if (place == rows.Length) continue;
            if (written < rows.Length) written++;
            rows[place..(written - 1)].CopyTo(rows[(place + 1)..]);
            rows[place] = v;
        }

        return written;
    }

    /// <summary>How many items are asked for, of V.</summary>
    internal static int Length(int items) => Math.Min(Metric.MaxCutoff, items);

    /// <summary>A ranker's list is not believed unchecked: throws unless it is what <see cref="IRanker.Top"/> promises.</summary>
    /// <param name="ranker">Whose list it is.</param>
    /// <param name="example">The sequence and how many of its items the ranker has seen, for the message.</param>
    /// <param name="count">How many items the ranker says it wrote.</param>
    /// <param name="list">The rows: <c>[K]</c>.</param>
    /// <param name="items">V.</param>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    internal static void Check(IRanker ranker, Example example, int count, ReadOnlySpan<int> list, int items)
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
