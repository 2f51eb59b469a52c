using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Logs.Engine;
using OnDeviceRec.Data.Logs.Output;
using OnDeviceRec.Data.Logs.Reading;

namespace OnDeviceRec.Data.Logs;

/// <summary>
/// Makes a data set's folder of a log; docs/prepare.md says what it does in full. The work is the text <c>preparation.sql</c>; this reads
/// the log into the table that it starts from, runs it, counts what it leaves out, and writes what it ends with.
/// </summary>
public sealed class LogPreparation
{
    private readonly PreparationOptions options;
    private readonly PreparationRules rules;
    private readonly LogDatabase database;
    private readonly IProgress<WorkProgress> progress;

    private LogPreparation(PreparationOptions options, LogDatabase database, IProgress<WorkProgress> progress) =>
        (this.options, rules, this.database, this.progress) = (options, options.Rules, database, progress);

    /// <summary>The SQL text of the work.</summary>
    public static string SqlText => PreparationText.Whole;

    /// <summary>Makes a data set of a log.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="progress">Told how far the work is.</param>
    /// <param name="cancellation">Stops it, and nothing is left of it.</param>
    /// <exception cref="UsageException">Options exclude each other.</exception>
    /// <exception cref="DataFormatException">The log is missing or wrong, or nothing is left of it to train or to test on.</exception>
    /// <exception cref="InputException">
    /// There is not enough memory, or where the data set is to be is something already, the log itself, or another run at work.
    /// </exception>
    /// <exception cref="OutputException">The folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static PreparedLog Run(PreparationOptions options, IProgress<WorkProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Rules.Check();
        try
        {
            using OutputPlace place = OutputPlace.Take(options.Folder, options.Replace);
            PreparedLog prepared;
            using (var database = new LogDatabase(place.Work, options.Memory, options.Threads, cancellation))
            {
                var files = LogFiles.Find(options.Logs, options.Layout?.FileNames ?? [], place.Work, cancellation);
                place.RequireApart(files.Select(file => file.Name));
                var preparation = new LogPreparation(options, database, progress);
                prepared = preparation.Prepare(files, cancellation);
                preparation.Write(prepared, place.Dataset, cancellation);
            }

            cancellation.ThrowIfCancellationRequested();
            place.Finish();
            return prepared;
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException("Stopped; nothing was written.", e, cancellation);
        }
    }

    private PreparedLog Prepare(IReadOnlyList<LogFile> files, CancellationToken cancellation)
    {
        ReadCounts read = new EventReader(database, options, progress.Begin("reading the log"), cancellation).Read(files);
        string log = options.Logs[0];
        if (read.Events == 0) throw Nothing(log, "no event", Reason(read));
        bool hasSessions = read.Columns.Any(column => column.Key == "session"), hasUsers = read.Columns.Any(column => column.Key == "user");
        if (rules.Split.IsLastOfUsers && !hasUsers)
            throw new UsageException("--split last needs a column of users; name it with --user, or split by time.");
        TakeSettings(hasSessions && !options.CutsSessions);

        RunPart("cutting sequences", PreparationText.Cut);
        long[] cut = database.Numbers(
            """
            SELECT (SELECT COUNT(*) FROM owners), (SELECT COUNT(*) FROM seen), (SELECT COUNT(*) FROM cut), COUNT(*),
                   CAST(MIN(first_time) AS BIGINT), CAST(MAX(last_time) AS BIGINT)
            FROM sequences
            """);
        RunPart("splitting", rules.Split.IsLastOfUsers ? PreparationText.SplitByLast : PreparationText.SplitByTime);
        RunPart("splitting", PreparationText.Select);
        Dictionary<int, SequenceCount> parts = Parts("SELECT part, COUNT(*), CAST(SUM(length) AS BIGINT) FROM parts GROUP BY part");
        long[] tooShort = database.Numbers(
            "SELECT COUNT(*), CAST(SUM(length) AS BIGINT) FROM parts CROSS JOIN settings WHERE part = 0 AND length < min_length");
        long selected = database.Numbers("SELECT COUNT(*) FROM kept")[0];
        Filtered filtered = Filter(selected);
        RunPart("numbering", PreparationText.Number);

        Dictionary<int, SequenceCount> kept = Parts(
            """
            SELECT part, COUNT(*), CAST(SUM(length) AS BIGINT)
            FROM numbered JOIN (SELECT sequence, COUNT(*) AS length FROM (SELECT sequence FROM kept UNION ALL SELECT sequence FROM known)
                                GROUP BY sequence) AS measured USING (sequence)
            GROUP BY part
            """);
        long items = database.Numbers("SELECT COUNT(*) FROM catalog_items")[0];
        SequenceCount train = kept.GetValueOrDefault(0);
        LaterPart test = Later(2, parts, kept);
        if (train.Sequences == 0) throw Nothing(log, "no train sequence", "ask for less support, shorter sequences or a smaller test");
        if (test.Kept.Sequences == 0) throw Nothing(log, "no test sequence", "ask for less support, shorter sequences or a larger test");
        if (items > Dataset.MaxItems) throw Nothing(log, $"{items} items, more than {Dataset.MaxItems}", "ask for more support");
        return new PreparedLog(
            options.Layout?.Name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Folder))),
            rules,
            read,
            Owners: cut[0],
            SeenItems: cut[1],
            MergedRepeats: read.Events - cut[2],
            Cut: new SequenceCount(cut[3], cut[2]),
            Start: Time(cut[4]),
            ValidStart: rules.Valid ? Bound("valid_start") : null,
            TestStart: Bound("test_start"),
            End: Time(cut[5]),
            AcrossTheSplit: parts.GetValueOrDefault(3),
            TooShort: new SequenceCount(tooShort[0], tooShort[1]),
            CutOff: parts.GetValueOrDefault(0).Events - tooShort[1] - selected,
            filtered.Rounds,
            filtered.RareItems,
            filtered.RareEvents,
            filtered.Shortened,
            Items: (int)items,
            train,
            rules.Valid ? Later(1, parts, kept) : null,
            test);
    }

    private DateTimeOffset? Bound(string column) =>
        rules.Split.IsLastOfUsers ? null : Time(database.Numbers($"SELECT CAST({column} AS BIGINT) FROM bounds")[0]);

    private void TakeSettings(bool neverCuts)
    {
        const long Million = 1_000_000;
        long pause = rules.LongestPause is { } longest && !neverCuts ? (long)longest.TotalSeconds * Million : long.MaxValue;
        bool wholeDays = rules.WholeDays
            || database.Numbers($"SELECT COUNT(*) FROM (SELECT 1 FROM events WHERE event_time % {TimeFormat.Day} <> 0 LIMIT 1)")[0] == 0;
        database.Run(
            $"""
            CREATE TABLE settings AS
            SELECT {pause}::BIGINT AS longest_pause, {(wholeDays ? TimeFormat.Day : 1)}::BIGINT AS resolution,
                   {rules.Split.Days * TimeFormat.Day}::BIGINT AS test_micros,
                   {(long)(rules.Split.Share * Million)}::BIGINT AS test_millionths,
                   {(rules.Valid ? 1 : 0)}::BIGINT AS valid, {(rules.MergeRepeats ? 1 : 0)}::BIGINT AS merge_repeats,
                   {rules.MinLength}::BIGINT AS min_length, {rules.MaxLength ?? int.MaxValue}::BIGINT AS max_length,
                   {rules.MinSupport}::BIGINT AS min_support
            """);
    }

    // The same text again, until it takes nothing away.
    private Filtered Filter(long events)
    {
        long rareItems = 0, rareEvents = 0;
        SequenceCount shortened = default;
        for (int round = 1; ; round++)
        {
            RunPart("leaving out rare items", PreparationText.Filter);
            long[] counts = database.Numbers(
                """
                SELECT (SELECT COUNT(*) FROM kept), (SELECT COUNT(*) FROM rare), (SELECT CAST(SUM(support) AS BIGINT) FROM rare),
                       (SELECT COUNT(*) FROM shortened)
                """);
            rareItems += counts[1];
            rareEvents += counts[2];
            shortened = new SequenceCount(shortened.Sequences + counts[3], shortened.Events + events - counts[0] - counts[2]);
            if (counts[0] == events) return new Filtered(round, rareItems, rareEvents, shortened);
            events = counts[0];
        }
    }

    private LaterPart Later(int part, Dictionary<int, SequenceCount> parts, Dictionary<int, SequenceCount> kept)
    {
        long[] counts = database.Numbers(
            $"SELECT (SELECT COUNT(*) FROM later WHERE part = {part}), (SELECT COUNT(*) FROM known WHERE part = {part})");
        (SequenceCount cut, SequenceCount left) = (parts.GetValueOrDefault(part), kept.GetValueOrDefault(part));
        return new LaterPart(
            cut,
            cut.Events - counts[0],
            counts[0] - counts[1],
            new SequenceCount(cut.Sequences - left.Sequences, counts[1] - left.Events),
            left);
    }

    private Dictionary<int, SequenceCount> Parts(string query) => database.Rows(query)
        .Select(row => (Part: row.GetInt32(0), Count: new SequenceCount(row.GetInt64(1), row.GetInt64(2))))
        .ToDictionary(one => one.Part, one => one.Count);

    private void RunPart(string stage, string part)
    {
        const double Whole = 100;
        IReadOnlyList<string> statements = PreparationText.Of(part);
        IProgress<WorkProgress> heard = progress.Begin(stage);
        for (int i = 0; i < statements.Count; i++)
        {
            int before = i;
            database.Run(statements[i], share => heard.Report(new((before + share) * Whole / statements.Count, Whole, "percent")));
        }
    }

    private void Write(PreparedLog prepared, string folder, CancellationToken cancellation)
    {
        IProgress<WorkProgress> heard = progress.Begin("writing");
        var files = new LineFiles(database, folder, cancellation);
        double total = prepared.Train.Events + prepared.Test.Kept.Events + (prepared.Valid?.Kept.Events ?? 0), done = 0;
        WritePart("train", 0, prepared.Train);
        if (prepared.Valid is { Kept.Sequences: > 0 } valid) WritePart("valid", 1, valid.Kept);
        WritePart("test", 2, prepared.Test.Kept);
        files.WriteItems();
        var description = new DatasetDescription(prepared.Name, rules.MinPrefix, prepared.Items);
        AtomicFile.Write(Path.Combine(folder, DatasetDescription.FileName), description.Write);

        void WritePart(string name, int part, SequenceCount count)
        {
            files.WriteSequences($"{name}.sessions.txt", part, events => heard.Report(new(done + events, total, "events")));
            done += count.Events;
        }
    }

    // Why no event counts, of the reasons the most frequent one.
    private static string Reason(ReadCounts read)
    {
        (long Rows, string Reason) most = new[]
        {
            (read.OtherEvents, "all are of other kinds; see --keep"),
            (read.NoOwner, "the column of users or sessions is blank; name it with --user or --session"),
            (read.NoItem, "the column of items is blank; name it with --item"),
            (read.NoTime, "the column of times is blank; name it with --time"),
        }.MaxBy(one => one.Item1);
        return most.Rows > 0 ? most.Reason : "check that the file is whole";
    }

    private static DataFormatException Nothing(string path, string what, string remedy) =>
        new(path, null, $"leaves {what} of what is asked for", remedy);

    private static DateTimeOffset Time(long micros) => DateTimeOffset.UnixEpoch.AddMicroseconds(micros);

    private sealed record Filtered(int Rounds, long RareItems, long RareEvents, SequenceCount Shortened);
}
