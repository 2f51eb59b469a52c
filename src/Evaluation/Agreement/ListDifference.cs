namespace OnDeviceRec.Evaluation.Agreement;

/// <summary>How far two lists for the same prefix are apart in their scores.</summary>
internal static class ListDifference
{
    /// <summary>
    /// The largest relative difference of an item's two scores. Of an item that only one list holds, the other says that its score is at
    /// most that of its last: that is taken, so that another item at the end counts as what it missed the list by.
    /// </summary>
    public static double Largest(
        ReadOnlySpan<int> rows, ReadOnlySpan<float> scores, ReadOnlySpan<int> otherRows, ReadOnlySpan<float> otherScores) =>
        Math.Max(OneWay(rows, scores, otherRows, otherScores), OneWay(otherRows, otherScores, rows, scores));

    private static double OneWay(
        ReadOnlySpan<int> rows, ReadOnlySpan<float> scores, ReadOnlySpan<int> otherRows, ReadOnlySpan<float> otherScores)
    {
        double largest = 0;
        for (int place = 0; place < rows.Length; place++)
        {
            int there = otherRows.IndexOf(rows[place]);
            largest = Math.Max(largest, Relative.Difference(scores[place], there < 0 ? otherScores[^1] : otherScores[there]));
        }

        return largest;
    }
}
