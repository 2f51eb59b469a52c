namespace OnDeviceRec.Evaluation.Agreement;

/// <summary>
/// A list beside the ranking of all V items by other scores: higher ones first, equal ones by lower row. A swap is a pair of items that
/// the list has the other way round: both are listed, or the one behind is and the one ahead is left out.
/// </summary>
internal readonly record struct ListComparison
{
    /// <summary>How many pairs are swapped.</summary>
    public int Swaps { get; private init; }

    /// <summary>Of the swapped pair furthest apart, the item that the list has first, and its true score.</summary>
    public (int Row, double Score) First { get; private init; }

    /// <summary>The item that the list has behind it, or leaves out.</summary>
    public (int Row, double Score) Second { get; private init; }

    /// <summary>The relative difference of that pair's scores, the largest of a swapped pair; 0 without one.</summary>
    public double LargestGap => Relative.Difference(First.Score, Second.Score);

    /// <summary>The largest relative difference of a listed item's score and its true one.</summary>
    public double ScoreDifference { get; private init; }

    /// <summary>Compares.</summary>
    /// <param name="rows">The list's rows, each once: <c>[K]</c>, K at least 1.</param>
    /// <param name="scores">Their scores: <c>[K]</c>.</param>
    /// <param name="truth">The scores that rank the items: <c>[V]</c>.</param>
    public static ListComparison Of(ReadOnlySpan<int> rows, ReadOnlySpan<float> scores, ReadOnlySpan<double> truth)
    {
        var found = default(ListComparison);
        int last = rows[0];
        double scoreDifference = 0;
        for (int place = 0; place < rows.Length; place++)
        {
            int row = rows[place];
            scoreDifference = Math.Max(scoreDifference, Relative.Difference(scores[place], truth[row]));
            if (IsAhead(truth, last, row)) last = row;
            foreach (int later in rows[(place + 1)..]) found = found.With(truth, row, later);
        }

        for (int unlisted = 0; unlisted < truth.Length; unlisted++)
        {
            if (!IsAhead(truth, unlisted, last) || rows.Contains(unlisted)) continue;
            foreach (int row in rows) found = found.With(truth, row, unlisted);
        }

        return found with { ScoreDifference = scoreDifference };
    }

    private static bool IsAhead(ReadOnlySpan<double> truth, int row, int other) =>
        truth[row] > truth[other] || (truth[row] == truth[other] && row < other);

    private ListComparison With(ReadOnlySpan<double> truth, int first, int second)
    {
        if (!IsAhead(truth, second, first)) return this;
        bool isFurthest = Swaps == 0 || Relative.Difference(truth[first], truth[second]) > LargestGap;
        return isFurthest
            ? this with { Swaps = Swaps + 1, First = (first, truth[first]), Second = (second, truth[second]) }
            : this with { Swaps = Swaps + 1 };
    }
}
