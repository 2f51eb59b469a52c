using System.Globalization;
using System.Text;

namespace OnDeviceRec.Data.Logs.Tests;

/// <summary>The rules of docs/prepare.md once more, as plainly as they can be said: one short sequence or rare item at a time.</summary>
internal static class ReferencePreparation
{
    private const long Day = 24 * 60 * 60;

    /// <summary>The parts as items' own ids, and the catalog in its order.</summary>
    public static (string[][] Train, string[][] Valid, string[][] Test, string[] Items) Of(
        LogEvent[] events, PreparationRules rules, bool cutsAtPauses)
    {
        List<Sequence> sequences = Cut(events, rules, cutsAtPauses);
        Func<Sequence, int> partOf = rules.Split.IsLastOfUsers ? ByLast(sequences, rules) : ByTime(sequences, rules, events);
        List<List<string>>[] parts = [[], [], [], []];
        foreach (Sequence sequence in sequences)
        {
            int part = partOf(sequence);
            if (part > 0 || sequence.Events.Count >= rules.MinLength)
                parts[part].Add([.. sequence.Events.TakeLast(rules.MaxLength ?? int.MaxValue).Select(e => e.Item)]);
        }

        List<List<string>> train = parts[0];
        while (true)
        {
            if (train.Find(items => items.Count < rules.MinLength) is { } tooShort) train.Remove(tooShort);
            else if (train.SelectMany(items => items).GroupBy(id => id).FirstOrDefault(one => one.Count() < rules.MinSupport) is { } rare)
                train.ForEach(items => items.RemoveAll(id => id == rare.Key));
            else break;
        }

        string[] catalog = [.. train.SelectMany(items => items).Distinct()];
        foreach (List<List<string>> later in (List<List<string>>[])[parts[1], parts[2]])
        {
            later.ForEach(items => items.RemoveAll(id => !catalog.Contains(id)));
            later.RemoveAll(items => items.Count < rules.MinLength);
        }

        return (Arrays(train), Arrays(parts[1]), Arrays(parts[2]), InOrder(catalog));
    }

    private static List<Sequence> Cut(LogEvent[] events, PreparationRules rules, bool cutsAtPauses)
    {
        var sequences = new List<Sequence>();
        foreach (IGrouping<(string, string), LogEvent> owner in events.GroupBy(e => (e.User, e.Session)))
        {
            LogEvent? before = null;
            foreach (LogEvent e in owner.OrderBy(e => e.Time))
            {
                bool starts = before is null
                    || (cutsAtPauses && rules.LongestPause is { } pause && e.Time - before.Time > pause.TotalSeconds);
                if (starts) sequences.Add(new Sequence(e.User, []));
                if (starts || !rules.MergeRepeats || e.Item != before!.Item) sequences[^1].Events.Add(e);
                before = e;
            }
        }

        return [.. sequences.OrderBy(sequence => sequence.Last)];
    }

    private static Func<Sequence, int> ByTime(List<Sequence> sequences, PreparationRules rules, LogEvent[] events)
    {
        decimal testStart, validStart;
        if (rules.Split.Days > 0)
        {
            // In halves of a second, so that "right after" has a time.
            bool wholeDays = rules.WholeDays || events.All(e => e.Time % Day == 0);
            long last = sequences.Max(sequence => sequence.Last);
            decimal end = wholeDays ? (last - (last % Day)) + Day : last + 0.000_001m;
            testStart = end - (rules.Split.Days * Day);
            validStart = rules.Valid ? testStart - (rules.Split.Days * Day) : testStart;
        }
        else
        {
            testStart = After(rules.Split.Share);
            validStart = rules.Valid ? After(2 * rules.Split.Share) : testStart;
        }

        return sequence => sequence.Last < validStart ? 0
            : sequence.First >= testStart ? 2
            : sequence.First >= validStart && sequence.Last < testStart ? 1
            : 3;

        decimal After(decimal share)
        {
            int train = sequences.Count - (int)(share * sequences.Count);
            return train == 0 ? 0 : sequences[train - 1].Last + 0.000_001m;
        }
    }

    private static Func<Sequence, int> ByLast(List<Sequence> sequences, PreparationRules rules)
    {
        var parts = new Dictionary<Sequence, int>();
        foreach (IGrouping<string, Sequence> user in sequences.Where(one => one.Events.Count >= rules.MinLength).GroupBy(one => one.User))
        {
            Sequence[] own = [.. user];
            if (own.Length > 1) parts[own[^1]] = 2;
            if (own.Length > 2 && rules.Valid) parts[own[^2]] = 1;
        }

        return sequence => parts.GetValueOrDefault(sequence);
    }

    private static string[] InOrder(string[] ids) =>
        ids.All(id => long.TryParse(id, CultureInfo.InvariantCulture, out long n) && n.ToString(CultureInfo.InvariantCulture) == id)
            ? [.. ids.OrderBy(id => long.Parse(id, CultureInfo.InvariantCulture))]
            : [.. ids.OrderBy(id => Convert.ToHexString(Encoding.UTF8.GetBytes(id)), StringComparer.Ordinal)];

    private static string[][] Arrays(List<List<string>> lists) => [.. lists.Select(list => list.ToArray())];

    private sealed class Sequence(string user, List<LogEvent> events)
    {
        public string User => user;

        public List<LogEvent> Events => events;

        public long First => events[0].Time;

        public long Last => events[^1].Time;
    }
}
