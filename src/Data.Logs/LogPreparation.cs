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
    private readonly ResultTables results;

    private LogPreparation(PreparationOptions options, LogDatabase database, IProgress<WorkProgress> progress)
    {
        (this.options, rules, this.database, this.progress) = (options, options.Rules, database, progress);
        results = new ResultTables(
            database, options.Logs[0], wrong => new InvalidOperationException($"The SQL text made what it should not: {wrong}."));
    }

    /// <summary>The SQL text of the work.</summary>
    public static string SqlText => PreparationText.Whole;

    /// <summary>
    /// The SQL text with the settings of some rules in front, for a database that has the events; <see cref="PartsPreparation"/> makes a
    /// data set of what it leaves.
    /// </summary>
    /// <param name="rules">How the data set is to be made. What kinds of events count has to be seen to before.</param>
    /// <param name="cutsSessions">Whether sessions are cut at pauses too.</param>
    /// <exception cref="UsageException">Rules exclude each other.</exception>
    public static string SqlTextOf(PreparationRules rules, bool cutsSessions)
    {
        ArgumentNullException.ThrowIfNull(rules);
        rules.Check();
        return PreparationText.For(rules, cutsSessions);
    }

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
        return NewDataset.Make(options.Folder, options.Replace, options.Memory, options.Threads, Prepare, cancellation);

        PreparedLog Prepare(OutputPlace place, LogDatabase database)
        {
            var files = LogFiles.Find(options.Logs, options.Layout?.FileNames ?? [], place.Work, cancellation);
            place.RequireApart(files.Select(file => file.Name));
            var preparation = new LogPreparation(options, database, progress);
            PreparedLog prepared = preparation.Prepare(files, cancellation);
            preparation.results.Write(prepared.Name, place.Dataset, progress.Begin("writing"), cancellation);
            return prepared;
        }
    }

    private PreparedLog Prepare(IReadOnlyList<LogFile> files, CancellationToken cancellation)
    {
        ReadCounts read = new EventReader(database, options, progress.Begin("reading the log"), cancellation).Read(files);
        string log = options.Logs[0];
        if (read.Events == 0) throw Nothing(log, "no event", Reason(read));
        if (rules.Split.IsLastOfUsers && read.Columns.All(column => column.Key != "user"))
            throw new UsageException("--split last needs a column of users; name it with --user, or split by time.");
        database.Run(SettingsRow.Statement(rules, options.CutsSessions));

        RunPart("cutting sequences", PreparationText.Cut);
        long[] cut = database.Numbers(
            """
            SELECT (SELECT COUNT(*) FROM owners), (SELECT COUNT(*) FROM seen), (SELECT COUNT(*) FROM cut), COUNT(*),
                   CAST(MIN(first_time) AS BIGINT), CAST(MAX(last_time) AS BIGINT)
            FROM sequences
            """);
        RunPart("splitting", PreparationText.Split(rules));
        RunPart("splitting", PreparationText.Select);
        Dictionary<int, SequenceCount> parts = Parts("SELECT part, COUNT(*), CAST(SUM(length) AS BIGINT) FROM parts GROUP BY part");
        long[] tooShort = database.Numbers(
            "SELECT COUNT(*), CAST(SUM(length) AS BIGINT) FROM parts CROSS JOIN settings WHERE part = 0 AND length < min_length");
        long selected = database.Numbers("SELECT COUNT(*) FROM kept")[0];
        Filtered filtered = Filter(selected);
        RunPart("numbering", PreparationText.Number);

        ResultTotals kept = results.Totals();
        return new PreparedLog(
            options.Layout?.Name ?? OutputPlace.NameOf(options.Folder),
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
            kept.Items,
            kept.Train,
            rules.Valid ? Later(1, parts, kept.Valid) : null,
            Later(2, parts, kept.Test));
    }

    private DateTimeOffset? Bound(string column) =>
        rules.Split.IsLastOfUsers ? null : Time(database.Numbers($"SELECT CAST({column} AS BIGINT) FROM bounds")[0]);

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

    private LaterPart Later(int part, Dictionary<int, SequenceCount> parts, SequenceCount left)
    {
        long[] counts = database.Numbers(
            $"SELECT (SELECT COUNT(*) FROM later WHERE part = {part}), (SELECT COUNT(*) FROM known WHERE part = {part})");
        SequenceCount cut = parts.GetValueOrDefault(part);
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
