namespace OnDeviceRec.Data.Tests.Layouts;

/// <summary>The rules once more, as plainly as they can be said and in another order: one short sequence or rare item at a time.</summary>
internal static class NaivePreparation
{
    private const long Pause = 30 * 60_000, Day = 24 * 60 * 60_000;

    /// <summary>Train and test sequences of a RetailRocket log, as events.</summary>
    public static (LogEvent[][] Train, LogEvent[][] Test) Of(LogEvent[] events, int minSupport, int minLength, int testDays)
    {
        var sequences = new List<List<LogEvent>>();
        foreach (IGrouping<string, LogEvent> owner in events.GroupBy(e => e.Owner))
        {
            long? before = null;
            foreach (LogEvent e in owner.OrderBy(e => e.Time))
            {
                if (before is null || e.Time - before > Pause) sequences.Add([]);
                sequences[^1].Add(e);
                before = e.Time;
            }
        }

        sequences = [.. sequences.OrderBy(sequence => sequence[^1].Time)];
        long split = events.Max(e => e.Time) + 1 - (testDays * Day);
        List<List<LogEvent>> train = [.. sequences.Where(sequence => sequence.All(e => e.Time < split))];
        List<List<LogEvent>> test = [.. sequences.Where(sequence => sequence.All(e => e.Time >= split))];
        while (true)
        {
            if (train.Find(sequence => sequence.Count < minLength) is { } tooShort) train.Remove(tooShort);
            else if (train.SelectMany(s => s).GroupBy(e => e.Item).FirstOrDefault(item => item.Count() < minSupport) is { } rare)
                train.ForEach(sequence => sequence.RemoveAll(e => e.Item == rare.Key));
            else break;
        }

        var known = train.SelectMany(sequence => sequence).Select(e => e.Item).ToHashSet();
        test.ForEach(sequence => sequence.RemoveAll(e => !known.Contains(e.Item)));
        test.RemoveAll(sequence => sequence.Count < minLength);
        return ([.. train.Select(sequence => sequence.ToArray())], [.. test.Select(sequence => sequence.ToArray())]);
    }
}
