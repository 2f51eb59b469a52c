using OnDeviceRec.Data.Logs.Engine;

namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>Counts the rows of a log that cannot be read, and names the first few by file and line.</summary>
/// <param name="database">What reads the log.</param>
/// <param name="rows">The rows that it has read.</param>
internal sealed class UnreadableRows(LogDatabase database, RowTable rows)
{
    private const int Named = 5;

    private readonly List<UnreadableRow> first = [];

    /// <summary>The first few.</summary>
    public IReadOnlyList<UnreadableRow> First => first;

    /// <summary>Lines that the database did not pass on as rows.</summary>
    public long Rejected { get; private set; }

    /// <summary>Takes note of the rows of a file that was read.</summary>
    /// <param name="table">The file.</param>
    /// <param name="columns">Which columns say what.</param>
    /// <param name="from">Its first row.</param>
    /// <exception cref="DataFormatException">Ids are lost, or far too many lines cannot be read.</exception>
    public void Add(LogTable table, ColumnChoice columns, long from)
    {
        SortedDictionary<long, string> rejected = table is DelimitedTable ? TakeRejects() : [];
        Rejected += rejected.Count;
        List<(long Row, RowProblem Problem, string Time)> bad = rows.FirstUnreadable(from, Named);
        bool isLost = bad is [(_, RowProblem.Lost, _), ..];
        if (isLost) bad = bad[..1];
        else bad.Sort();
        if (isLost || first.Count < Named)
        {
            (var ofRows, var ofRejected) = LineFinder.Find(
                table, [.. bad.Select(one => one.Row)], rejected.Keys.ToHashSet());
            if (isLost) throw Lost(table, ofRows[0]);
            string time = table.Columns[columns.Time];
            IEnumerable<(long Line, string Problem)> all = rejected.Select(one => (ofRejected[one.Key], one.Value))
                .Concat(ofRows.Zip(bad, (line, one) => (line, Reason(one.Problem, one.Time, time))));
            first.AddRange(all.OrderBy(one => one.Line)
                .Take(Named - first.Count)
                .Select(one => new UnreadableRow(table.File.Name, one.Line, one.Problem)));
        }

        if (Rejected >= DelimitedTable.MostRejects) throw TooMany(table.File.Name, $"{Rejected} lines cannot be read");
    }

    /// <summary>Forgets what was rejected when a file was only looked at.</summary>
    public void Forget() => database.Run("DROP TABLE IF EXISTS rejects; DROP TABLE IF EXISTS scans");

    /// <summary>The failure of a log that has too many of them.</summary>
    /// <param name="name">The log.</param>
    /// <param name="problem">How many.</param>
    public DataFormatException TooMany(string name, string problem)
    {
        string example = first is [var one, ..] ? $", the first is line {one.Line} of {one.File}: it {one.Problem}" : string.Empty;
        return new DataFormatException(name, null, problem + example, "check columns, separators and times, or allow more with --bad-rows");
    }

    // A record counts once, whatever is wrong with it, and not at all if it is blank.
    private SortedDictionary<long, string> TakeRejects()
    {
        var rejected = new SortedDictionary<long, string>();
        foreach (var row in database.Rows(
            $"""
            SELECT CAST(line AS BIGINT), MIN(CAST(error_type AS VARCHAR)) FROM rejects WHERE NOT regexp_full_match(csv_line, '\s*')
            GROUP BY line
            """))
        {
            rejected[row.GetInt64(0)] = Reason(row.GetString(1));
        }

        Forget();
        return rejected;
    }

    private static DataFormatException Lost(LogTable table, long line) => new(
        table.File.Name,
        line <= int.MaxValue ? (int)line : null,
        "an id is a floating-point number with a fraction or so large that it was rounded",
        "write ids as texts or as whole numbers");

    private static string Reason(RowProblem problem, string time, string column) => problem switch
    {
        RowProblem.Broken => "is no JSON object",
        RowProblem.Time => $"has '{time}' for a time in {column}",
        _ => $"has an item of more than {RowTable.LongestItem} bytes or with a control character",
    };

    private static string Reason(string error) => error switch
    {
        "MISSING COLUMNS" => "has too few fields",
        "TOO MANY COLUMNS" => "has too many fields",
        "UNQUOTED VALUE" => "has a quote that does not end, or not where it should",
        "INVALID ENCODING" => "is not UTF-8",
        "LINE SIZE OVER MAXIMUM" => "is too long",
        _ => $"cannot be read ({error.ToLowerInvariant()})",
    };
}
