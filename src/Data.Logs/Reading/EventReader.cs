using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Logs.Engine;
using OnDeviceRec.Data.Logs.Layouts;

namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>
/// Reads the files of a log into the table <c>raw</c>, a row each, in their order: <c>rowid</c> is the order of the log. The view
/// <c>events</c> has those that count.
/// </summary>
/// <param name="database">Where it goes.</param>
/// <param name="options">How the log is to be read.</param>
/// <param name="progress">Told how far the reading is.</param>
/// <param name="cancellation">Stops it.</param>
internal sealed class EventReader(
    LogDatabase database, PreparationOptions options, IProgress<WorkProgress> progress, CancellationToken cancellation)
{
    private const double Mebibyte = 1 << 20;
    private const int Named = 5, LongestItem = 255;

    private readonly List<UnreadableRow> first = [];
    private TimeFormat? format;
    private bool? typed;
    private long rejects;

    /// <summary>What is wrong with a row, as <c>raw</c> has it.</summary>
    private enum Problem
    {
        None, Broken, OtherEvent, Lost, NoOwner, NoItem, NoTime, Time, Item,
    }

    /// <summary>Reads the files.</summary>
    /// <exception cref="DataFormatException">A file is wrong, or too many of its rows are.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public ReadCounts Read(IReadOnlyList<LogFile> files)
    {
        database.Run(
            "CREATE TABLE raw (file INTEGER, user_id VARCHAR, session_id VARCHAR, item_id VARCHAR, kind VARCHAR, event_time BIGINT, "
            + "time_text VARCHAR, problem TINYINT)");
        IReadOnlyList<KeyValuePair<string, string>> columns = [];
        double total = files.Sum(file => new FileInfo(file.Path).Length) / Mebibyte, done = 0;
        for (int i = 0; i < files.Count; i++)
        {
            double length = new FileInfo(files[i].Path).Length / Mebibyte;
            PackedFile.Check(files[i], cancellation);
            (LogTable table, ColumnChoice choice, LogForm? form) = new LogTables(database, options.Layout, options.Columns).Open(files[i]);
            if (i == 0) columns = Shown(table, choice);
            Guarded(files[i], () => Add(i, table, choice, form, share => progress.Report(new(done + (share * length), total, "MiB"))));
            done += length;
        }

        database.Run($"CREATE VIEW events AS SELECT rowid AS line, user_id, session_id, item_id, event_time FROM raw WHERE problem = {(int)Problem.None}");
        return Count(files[0]) with { FirstUnreadable = first, Columns = columns, TimeFormat = format!.Meaning, Kinds = Kinds() };
    }

    // Kinds of events that a layout does not keep, or that were not asked for.
    private string Keeps(ColumnChoice choice) => options.Rules.Keep.Count == 0
        ? "true"
        : choice.Event >= 0
        ? $"kind IN ({string.Join(", ", options.Rules.Keep.Select(Sql.Text))})"
        : throw new UsageException("--keep names kinds of events, but no column is known to have them; name it with --event.");

    private void Add(int file, LogTable table, ColumnChoice choice, LogForm? form, Action<double> report)
    {
        long before = database.Numbers("SELECT COUNT(*) FROM raw")[0];
        TimeFormat time = TimeFormatOf(table, choice, form);
        string text = table.Time(choice.Time), ofDay = choice.TimeOfDay < 0 ? string.Empty : table.Time(choice.TimeOfDay);
        string micros = time.Micros("time_text");
        if (choice.TimeOfDay >= 0)
        {
            // Whole milliseconds; an event never leaves its day.
            micros = $"CASE WHEN regexp_full_match(of_day, '\\d{{1,18}}') THEN {micros} + least(CAST(of_day AS BIGINT), {TimeFormat.Day / 1000} - 1) * 1000 END";
        }

        int owner = choice.Session >= 0 ? choice.Session : choice.User;
        int[] ids = [.. new[] { choice.User, choice.Session, choice.Item }.Where(column => column >= 0)];
        database.Run(
            $"""
            INSERT INTO raw
            SELECT {file}, user_id, session_id, item_id, kind, event_time, CASE WHEN problem = {(int)Problem.Time} THEN left(CAST(time_text AS VARCHAR), 40) END, problem
            FROM (
                SELECT *, CASE WHEN is_broken THEN {(int)Problem.Broken}
                               WHEN NOT {Keeps(choice)} THEN {(int)Problem.OtherEvent}
                               WHEN is_lost THEN {(int)Problem.Lost}
                               WHEN {(choice.Session >= 0 ? "session_id" : "user_id")} = '' THEN {(int)Problem.NoOwner}
                               WHEN item_id = '' THEN {(int)Problem.NoItem}
                               WHEN time_text IS NULL OR CAST(time_text AS VARCHAR) = '' THEN {(int)Problem.NoTime}
                               WHEN event_time IS NULL THEN {(int)Problem.Time}
                               WHEN strlen(item_id) > {LongestItem} OR regexp_matches(item_id, '\p{"{Cc}"}') THEN {(int)Problem.Item}
                               ELSE {(int)Problem.None} END AS problem
                FROM (
                    SELECT *, {micros} AS event_time
                    FROM (
                        SELECT coalesce({(choice.User < 0 ? "''" : table.Id(choice.User))}, '') AS user_id,
                               coalesce({(choice.Session < 0 ? "''" : table.Id(choice.Session))}, '') AS session_id,
                               coalesce({table.Id(choice.Item)}, '') AS item_id,
                               coalesce({(choice.Event < 0 ? "''" : table.Id(choice.Event))}, '') AS kind,
                               {text} AS time_text, {(ofDay.Length == 0 ? "''" : ofDay)} AS of_day,
                               {table.IsBroken} AS is_broken,
                               {string.Join(" OR ", ids.Select(table.IsLost))} AS is_lost
                        FROM {table.From}
                    )
                )
            )
            """,
            report);
        Name(file, table, choice, before);
    }

    // One format for the whole log, found out by the first rows that have a time.
    private TimeFormat TimeFormatOf(LogTable table, ColumnChoice choice, LogForm? form)
    {
        const int Sample = 1000;
        bool isTyped = table.IsTyped(choice.Time);
        typed ??= isTyped;
        if (typed != isTyped)
        {
            throw new DataFormatException(
                table.File.Name, null, $"its column {table.Columns[choice.Time]} is of another type than the log's first file has", "prepare files of one type");
        }

        if (isTyped) return format = TimeFormat.Typed;
        if (options.Columns.TimeFormat is { } name) return format = TimeFormat.Named(name);
        if (form?.TimeFormat is { } known && options.Columns.Time is null) return format = known;
        if (format is not null) return format;
        var texts = new List<string>();
        foreach (var row in database.Rows($"SELECT t FROM (SELECT {table.Time(choice.Time)} AS t FROM {table.From}) WHERE t <> '' LIMIT {Sample}"))
            texts.Add(row.GetString(0));
        ForgetRejects(table);
        (TimeFormat? guess, string? problem) = texts.Count == 0 ? (TimeFormat.Named("s"), null) : TimeFormat.Guess(texts);
        return format = guess ?? throw new DataFormatException(
            table.File.Name,
            null,
            $"the column {table.Columns[choice.Time]} has times of an unknown kind, {problem}",
            $"name another column with --time, or say how they are written with --time-format: {TimeFormat.Names} or a pattern such as %d/%m/%Y");
    }

    // Names the first rows of a file that cannot be read, and counts those that the database did not even pass on.
    private void Name(int file, LogTable table, ColumnChoice choice, long before)
    {
        var rejected = new SortedDictionary<long, string>();
        if (table.Rejects is { } name)
        {
            long count = 0;
            foreach (var row in database.Rows(
                $"SELECT CAST(line AS BIGINT), min(CAST(error_type AS VARCHAR)) FROM {name} WHERE NOT regexp_full_match(csv_line, '\\s*') GROUP BY line ORDER BY line"))
            {
                count++;
                if (rejected.Count < DelimitedTable.MostRejects) rejected.Add(row.GetInt64(0), Reason(row.GetString(1)));
            }

            rejects += count;
            ForgetRejects(table);
            if (count >= DelimitedTable.MostRejects) throw TooMany(table.File, $"{count} lines of it cannot be read");
        }

        if (first.Count >= Named && LostRows(before) == 0) return;
        var rows = new List<(long Row, string Problem, bool IsLost)>();
        foreach (var row in database.Rows(
            $"""
            SELECT rowid, problem, coalesce(time_text, '') FROM raw
            WHERE file = {file} AND problem IN ({(int)Problem.Broken}, {(int)Problem.Lost}, {(int)Problem.Time}, {(int)Problem.Item})
            ORDER BY problem = {(int)Problem.Lost} DESC, rowid LIMIT {Named}
            """))
        {
            var problem = (Problem)row.GetByte(1);
            rows.Add((row.GetInt64(0) - before, Reason(problem, row.GetString(2), table, choice), problem == Problem.Lost));
        }

        rows.Sort();
        IReadOnlyList<long> lines = LineFinder.Lines(database, table, [.. rows.Select(row => row.Row)], rejected.Keys.ToHashSet());
        if (rows.FindIndex(row => row.IsLost) is var lost and >= 0)
        {
            throw new DataFormatException(
                table.File.Name, lost < lines.Count ? (int)lines[lost] : null, rows[lost].Problem, "write ids as texts or whole numbers, not as floating-point numbers");
        }

        IEnumerable<(long Line, string Problem)> all = lines.Zip(rows, (line, row) => (line, row.Problem)).Concat(rejected.Select(one => (one.Key, one.Value)));
        first.AddRange(all.OrderBy(one => one.Line).Take(Named - first.Count).Select(one => new UnreadableRow(table.File.Name, one.Line, one.Problem)));
    }

    private long LostRows(long before) => database.Numbers($"SELECT COUNT(*) FROM raw WHERE rowid >= {before} AND problem = {(int)Problem.Lost}")[0];

    private void ForgetRejects(LogTable table)
    {
        if (table.Rejects is { } name) database.Run($"DROP TABLE IF EXISTS {name}; DROP TABLE IF EXISTS scans");
    }

    private ReadCounts Count(LogFile file)
    {
        long[] counts = new long[Enum.GetValues<Problem>().Length];
        foreach (var row in database.Rows("SELECT problem, COUNT(*) FROM raw GROUP BY problem")) counts[row.GetByte(0)] = row.GetInt64(1);
        long Of(Problem problem) => counts[(int)problem];
        long rows = counts.Sum() + rejects, bad = rejects + Of(Problem.Broken) + Of(Problem.Time) + Of(Problem.Item);
        if (!options.BadRows.Allows(bad, rows))
            throw TooMany(file, $"{bad} of the log's {rows} rows cannot be read, more than --bad-rows {options.BadRows}");
        return new ReadCounts(
            rows, bad, Of(Problem.OtherEvent), Of(Problem.NoOwner), Of(Problem.NoItem), Of(Problem.NoTime), Of(Problem.None));
    }

    private DataFormatException TooMany(LogFile file, string problem)
    {
        string example = first is [var one, ..] ? $"; the first is {one.File}, line {one.Line}, which {one.Problem}" : string.Empty;
        return new DataFormatException(file.Name, null, problem + example, "check separators, columns and times, or allow more");
    }

    private KeyValuePair<string, long>[] Kinds()
    {
        const int Most = 10;
        return
        [
            .. database.Rows($"SELECT kind, COUNT(*) FROM raw WHERE kind <> '' GROUP BY kind ORDER BY COUNT(*) DESC, kind LIMIT {Most}")
                .Select(row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1))),
        ];
    }

    private void Guarded(LogFile file, Action work)
    {
        try
        {
            work();
        }
        catch (InputException e) when (LogDatabase.ReasonOf(e) is { } reason)
        {
            // What the reader of fields says where a line ends with CR LF and another with LF.
            bool mixed = reason.Contains("invalid state", StringComparison.Ordinal);
            throw new DataFormatException(
                file.Name,
                null,
                mixed ? "some lines end with LF, others with CR LF" : $"cannot be read, {reason}",
                mixed ? "make all ends of lines the same" : "check that it is whole and what its name says",
                e);
        }
    }

    private static KeyValuePair<string, string>[] Shown(LogTable table, ColumnChoice choice) =>
    [
        .. from one in new[]
           {
               ("user", choice.User), ("session", choice.Session), ("item", choice.Item), ("time", choice.Time), ("event", choice.Event),
           }
           where one.Item2 >= 0
           select KeyValuePair.Create(one.Item1, table.Columns[one.Item2]),
    ];

    private static string Reason(Problem problem, string time, LogTable table, ColumnChoice choice) => problem switch
    {
        Problem.Broken => "is no JSON object",
        Problem.Lost => "has an id that is a floating-point number with a fraction or above 2^53, where numbers are rounded",
        Problem.Time => $"has '{time}' for a time in {table.Columns[choice.Time]}",
        _ => $"has an item of more than {LongestItem} bytes or with a control character",
    };

    private static string Reason(string error) => error switch
    {
        "MISSING COLUMNS" => "has too few fields",
        "TOO MANY COLUMNS" => "has too many fields",
        "UNQUOTED VALUE" => "has a quote that does not end, or does not end where it should",
        "INVALID ENCODING" => "is not UTF-8",
        "LINE SIZE OVER MAXIMUM" => "is too long",
        _ => $"cannot be read ({error.ToLowerInvariant()})",
    };
}
