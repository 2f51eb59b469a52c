namespace OnDeviceRec.Data.Layouts;

/// <summary>Sequences with the times of their first and last events, in the order of the last ones.</summary>
/// <param name="Sequences">The sequences; rows are the log's numbers of the items.</param>
/// <param name="First">When each one begins.</param>
/// <param name="Last">When each one ends; never falls.</param>
internal sealed record TimedSequences(Sequences Sequences, long[] First, long[] Last)
{
    /// <summary>Cuts every owner's events where two neighbors are more than the pause apart.</summary>
    public static TimedSequences Cut(EventLog log, long longestPause)
    {
        int[] order = log.InOrder();
        var starts = new List<int>();
        for (int i = 0; i < order.Length; i++)
            if (i == 0 || Apart(log, order[i - 1], order[i], longestPause)) starts.Add(i);

        long[] last = new long[starts.Count];
        int[] ranking = new int[starts.Count];
        for (int s = 0; s < last.Length; s++) (last[s], ranking[s]) = (log.Time(order[End(s) - 1]), s);
        ranking.AsSpan().Sort((a, b) => last[a] == last[b] ? a.CompareTo(b) : last[a].CompareTo(last[b]));

        int[] items = new int[order.Length], offsets = new int[last.Length + 1];
        long[] first = new long[last.Length];
        for (int r = 0, end = 0; r < ranking.Length; offsets[++r] = end)
        {
            int s = ranking[r];
            first[r] = log.Time(order[starts[s]]);
            for (int i = starts[s]; i < End(s); i++) items[end++] = log.Item(order[i]);
        }

        return new TimedSequences(
            new Sequences(items, offsets, 0, last.Length), first, Array.ConvertAll(ranking, s => last[s]));

        int End(int s) => s + 1 < starts.Count ? starts[s + 1] : order.Length;
    }

    private static bool Apart(EventLog log, int a, int b, long longestPause) =>
        log.Owner(a) != log.Owner(b) || log.Time(b) - log.Time(a) > longestPause;
}
