namespace OnDeviceRec.Data.Layouts;

/// <summary>Sequences after some items and short sequences were left out.</summary>
/// <param name="Kept">What is left.</param>
/// <param name="LostEvents">Events of the items left out.</param>
/// <param name="Short">Sequences that had too few of the others, with these.</param>
internal sealed record FilteredSequences(Sequences Kept, int LostEvents, SequenceCount Short)
{
    /// <summary>Leaves out the items without a new row, then sequences of too few others; the others get their new rows.</summary>
    /// <param name="sequences">What there is.</param>
    /// <param name="rows">The new row of each row, or −1.</param>
    /// <param name="minLength">Items that a sequence has to have left.</param>
    public static FilteredSequences Of(Sequences sequences, ReadOnlySpan<int> rows, int minLength)
    {
        int[] store = new int[sequences.ItemCount], offsets = new int[sequences.Count + 1];
        int count = 0, end = 0, lost = 0, shortEvents = 0;
        for (int s = 0; s < sequences.Count; s++)
        {
            int start = end;
            foreach (int row in sequences[s])
                if (rows[row] >= 0) store[end++] = rows[row];
            lost += sequences[s].Length - (end - start);
            if (end - start >= minLength)
            {
                offsets[++count] = end;
                continue;
            }

            shortEvents += end - start;
            end = start;
        }

        return new FilteredSequences(
            new Sequences(store, offsets, 0, count), lost, new SequenceCount(sequences.Count - count, shortEvents));
    }

    /// <summary>
    /// Leaves out items of too little support and sequences of too few items, in turn, until neither is there: the largest part in which
    /// every item occurs at least <paramref name="minSupport"/> times and every sequence has at least <paramref name="minLength"/> items.
    /// </summary>
    public static (FilteredSequences Filtered, int Rounds) Fixpoint(Sequences sequences, int items, int minSupport, int minLength)
    {
        var all = new FilteredSequences(sequences, 0, default);
        for (int round = 1; ; round++)
        {
            int[] rows = new int[items];
            foreach (int row in all.Kept.Items.Span) rows[row]++;
            for (int row = 0; row < items; row++) rows[row] = rows[row] >= minSupport ? row : -1;
            FilteredSequences next = Of(all.Kept, rows, minLength);
            bool done = next.Kept.ItemCount == all.Kept.ItemCount;
            all = new FilteredSequences(
                next.Kept,
                all.LostEvents + next.LostEvents,
                new SequenceCount(all.Short.Sequences + next.Short.Sequences, all.Short.Events + next.Short.Events));
            if (done) return (all, round);
        }
    }
}
