namespace OnDeviceRec.Data.Layouts;

/// <summary>
/// Makes a data set of a log; docs/datasets.md says it in full. The log's last D days are the test: with the layout's resolution r they
/// begin at (⌊last / r⌋ + 1)·r − D days. Train sequences end before that, test sequences begin there or later, and what lies across is
/// left out. The train part alone says which items there are: those of too little support and sequences of too few items are left out in
/// turn until neither is there, and the items that remain are numbered in the order in which the train sequences first have them. Of the
/// test part the items that have a number remain, and sequences that are then long enough. Repeated items stay.
/// </summary>
public static class SessionPreparation
{
    /// <summary>Reads a log and makes a data set of it.</summary>
    /// <param name="path">The log's file, or the .zip of the release.</param>
    /// <param name="layout">Its layout, which also names the data set.</param>
    /// <param name="options">What is asked for, e.g. the layout's defaults.</param>
    /// <param name="progress">Told now and then how far the log is read.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="DataFormatException">The file is missing or wrong, or nothing is left of it to train or to test on.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public static PreparedDataset Run(
        string path,
        LogLayout layout,
        PreparationOptions options,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        (TimedSequences sequences, string[] ids, LogCounts counts) = Read(path, layout, progress, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return Prepare(path, layout, options, sequences, ids, counts);
    }

    // A method of its own, so that the log can be forgotten before the sequences are gone through.
    private static (TimedSequences Sequences, string[] Ids, LogCounts Counts) Read(
        string path, LogLayout layout, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        (EventLog events, LogCounts counts) = LogReader.Read(path, layout, progress, cancellation);
        if (events.Count == 0) throw new DataFormatException(path, null, "holds no view of an item", "check that the file is whole");
        return (TimedSequences.Cut(events, layout.LongestPause), events.ItemIds(), counts);
    }

    private static PreparedDataset Prepare(
        string path, LogLayout layout, PreparationOptions options, TimedSequences timed, string[] ids, LogCounts counts)
    {
        long end = timed.Last[^1], split = (((end / layout.Resolution) + 1) * layout.Resolution) - (options.TestDays * LogLayout.Day);
        (Sequences before, Sequences after, SequenceCount across) = Divide(timed, split);
        (FilteredSequences train, int rounds) = FilteredSequences.Fixpoint(before, ids.Length, options.MinSupport, options.MinLength);
        (int[] rows, string[] ownIds) = Number(train.Kept, ids);
        FilteredSequences test = FilteredSequences.Of(after, rows, options.MinLength);
        if (train.Kept.Count == 0) throw Nothing(path, "train", "ask for less support, shorter sequences or fewer test days");
        if (test.Kept.Count == 0) throw Nothing(path, "test", "ask for less support, shorter sequences or more test days");
        var dataset = new Dataset(
            layout.Name, ownIds.Length, options.MinPrefix, FilteredSequences.Of(train.Kept, rows, 1).Kept, test.Kept, itemIds: ownIds);
        return new PreparedDataset(dataset, new PreparationReport(
            options,
            counts,
            DateTimeOffset.FromUnixTimeMilliseconds(timed.First.Min()),
            DateTimeOffset.FromUnixTimeMilliseconds(split),
            DateTimeOffset.FromUnixTimeMilliseconds(end),
            SequenceCount.Of(timed.Sequences),
            across,
            rounds,
            train.LostEvents,
            train.Short,
            SequenceCount.Of(dataset.Train),
            test.LostEvents,
            test.Short,
            SequenceCount.Of(dataset.Test)));
    }

    private static (Sequences Before, Sequences After, SequenceCount Across) Divide(TimedSequences timed, long split)
    {
        int ended = 0;
        while (ended < timed.Last.Length && timed.Last[ended] < split) ended++;
        SequenceCount across = default;
        var after = new SequencesBuilder();
        for (int s = ended; s < timed.Last.Length; s++)
        {
            ReadOnlySpan<int> items = timed.Sequences[s];
            if (timed.First[s] < split)
            {
                across = new SequenceCount(across.Sequences + 1, across.Events + items.Length);
                continue;
            }

            foreach (int item in items) after.Append(item);
            after.EndSequence();
        }

        return (timed.Sequences.Take(..ended), after.Build(), across);
    }

    // The row of each item of the log that the sequences have, else −1, and the own id of each row.
    private static (int[] Rows, string[] OwnIds) Number(Sequences sequences, string[] ids)
    {
        int[] rows = new int[ids.Length];
        Array.Fill(rows, -1);
        var ownIds = new List<string>();
        foreach (int item in sequences.Items.Span)
        {
            if (rows[item] >= 0) continue;
            rows[item] = ownIds.Count;
            ownIds.Add(ids[item]);
        }

        return (rows, [.. ownIds]);
    }

    private static DataFormatException Nothing(string path, string part, string remedy) =>
        new(path, null, $"leaves no {part} sequence of what is asked for", remedy);
}
