using OnDeviceRec.Data.Logs.Engine;

namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>
/// The table <c>raw</c>: every row of the log's files, in their order, which <c>rowid</c> is. The view <c>events</c> has those that count.
/// </summary>
/// <param name="database">Where it is.</param>
internal sealed class RowTable(LogDatabase database)
{
    /// <summary>Longest id of an item in bytes: a model file takes no longer one.</summary>
    public const int LongestItem = 255;

    private const int LongestShownTime = 40;

    /// <summary>Whether an id is one that no item may have, an SQL expression.</summary>
    /// <param name="id">The expression of the id.</param>
    public static string IsNoItem(string id) => $"strlen({id}) > {LongestItem} OR regexp_matches({id}, {Sql.Text(@"\p{Cc}")})";

    /// <summary>Makes the table.</summary>
    public void Create() => database.Run(
        """
        CREATE TABLE raw (file INTEGER, user_id VARCHAR, session_id VARCHAR, item_id VARCHAR, kind VARCHAR, event_time BIGINT,
                          time_text VARCHAR, problem INTEGER)
        """);

    /// <summary>Rows so far.</summary>
    public long Count() => database.Numbers("SELECT COUNT(*) FROM raw")[0];

    /// <summary>Adds the rows of a file.</summary>
    /// <param name="file">The file's number.</param>
    /// <param name="table">The file.</param>
    /// <param name="columns">Which columns say what.</param>
    /// <param name="format">How times are written.</param>
    /// <param name="keep">The kinds of events that count; none counts all.</param>
    /// <param name="report">Told how much of it is read, 0 to 1.</param>
    public void Add(
        int file, LogTable table, ColumnChoice columns, TimeFormat format, IReadOnlyList<string> keep, Action<double> report)
    {
        int[] ids = [.. new[] { columns.User, columns.Session, columns.Item }.Where(column => column >= 0)];
        string isKept = keep.Count == 0 ? "true" : $"kind IN ({string.Join(", ", keep.Select(Sql.Text))})";
        database.Run(
            $"""
            INSERT INTO raw
            SELECT {file}, user_id, session_id, item_id, kind, event_time,
                   CASE WHEN problem = {(int)RowProblem.Time} THEN left(CAST(time_text AS VARCHAR), {LongestShownTime}) END, problem
            FROM (
                SELECT *, CASE WHEN is_broken THEN {(int)RowProblem.Broken}
                               WHEN NOT {isKept} THEN {(int)RowProblem.OtherEvent}
                               WHEN is_lost THEN {(int)RowProblem.Lost}
                               WHEN {(columns.Session >= 0 ? "session_id" : "user_id")} = '' THEN {(int)RowProblem.NoOwner}
                               WHEN item_id = '' THEN {(int)RowProblem.NoItem}
                               WHEN time_text IS NULL OR CAST(time_text AS VARCHAR) = '' THEN {(int)RowProblem.NoTime}
                               WHEN event_time IS NULL THEN {(int)RowProblem.Time}
                               WHEN {IsNoItem("item_id")} THEN {(int)RowProblem.Item}
                               ELSE {(int)RowProblem.None} END AS problem
                FROM (
                    SELECT *, {format.InRange("micros")} AS event_time
                    FROM (
                        SELECT *, {Micros(format, columns)} AS micros
                        FROM (
                            SELECT {Id(table, columns.User)} AS user_id, {Id(table, columns.Session)} AS session_id,
                                   {Id(table, columns.Item)} AS item_id, {Id(table, columns.Event)} AS kind,
                                   {table.Time(columns.Time)} AS time_text,
                                   {(columns.TimeOfDay < 0 ? "''" : table.Time(columns.TimeOfDay))} AS time_of_day,
                                   {table.IsBroken} AS is_broken, {string.Join(" OR ", ids.Select(table.IsLost))} AS is_lost
                            FROM {table.From}
                        )
                    )
                )
            )
            """,
            report);
    }

    /// <summary>How many rows have each problem.</summary>
    public Dictionary<RowProblem, long> Problems() => database.Rows("SELECT problem, COUNT(*) FROM raw GROUP BY problem")
        .Select(row => ((RowProblem)row.GetInt32(0), row.GetInt64(1)))
        .ToDictionary(one => one.Item1, one => one.Item2);

    /// <summary>The first rows of a file that cannot be read, lost ids before all others; each with its time where that is wrong.</summary>
    /// <param name="from">The file's first row.</param>
    /// <param name="most">How many.</param>
    public List<(long Row, RowProblem Problem, string Time)> FirstUnreadable(long from, int most) =>
    [
        .. database.Rows(
            $"""
            SELECT rowid, problem, coalesce(time_text, '') FROM raw
            WHERE rowid >= {from}
              AND problem IN ({(int)RowProblem.Broken}, {(int)RowProblem.Lost}, {(int)RowProblem.Time}, {(int)RowProblem.Item})
            ORDER BY problem <> {(int)RowProblem.Lost}, rowid LIMIT {most}
            """).Select(row => (row.GetInt64(0) - from, (RowProblem)row.GetInt32(1), row.GetString(2))),
    ];

    /// <summary>The most frequent kinds of events and how many rows each has.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Kinds()
    {
        const int Most = 10;
        return
        [
            .. database.Rows($"SELECT kind, COUNT(*) FROM raw WHERE kind <> '' GROUP BY kind ORDER BY COUNT(*) DESC, kind LIMIT {Most}")
                .Select(row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1))),
        ];
    }

    /// <summary>Makes the view of the events that count.</summary>
    public void CreateEvents() => database.Run(
        $"""
        CREATE VIEW events AS
        SELECT rowid AS line, user_id, session_id, item_id, event_time FROM raw WHERE problem = {(int)RowProblem.None}
        """);

    private static string Id(LogTable table, int column) => column < 0 ? "''" : $"coalesce({table.Id(column)}, '')";

    // Whole milliseconds go to a day, and never beyond it.
    private static string Micros(TimeFormat format, ColumnChoice columns)
    {
        string micros = format.Micros("time_text");
        return columns.TimeOfDay < 0
            ? micros
            : $"CASE WHEN regexp_full_match(time_of_day, '\\d{{1,18}}') "
                + $"THEN {micros} + least(CAST(time_of_day AS BIGINT), {(TimeFormat.Day / 1000) - 1}) * 1000 END";
    }
}
