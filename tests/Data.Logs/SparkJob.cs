using System.Globalization;
using DuckDB.NET.Data;

namespace OnDeviceRec.Data.Logs.Tests;

/// <summary>
/// The job of samples/spark with DuckDB in Spark's place: it runs the printed text on events in no order, whose numbers have gaps as
/// Spark's have, and with the order of NULLs that Spark has; and it writes tables as Spark does, rows in no order, in several parts.
/// </summary>
internal sealed class SparkJob : IDisposable
{
    private const int Files = 3;

    private static readonly string[] Tables = ["settings", "totals", "items", "lines"];

    private readonly DuckDBConnection connection = new("DataSource=:memory:");

    public SparkJob(LogEvent[] events, PreparationRules rules, bool cutsSessions, int seed)
    {
        connection.Open();
        Run("SET default_null_order = 'nulls_first_on_asc_last_on_desc'");
        Run("SET preserve_insertion_order = false");
        Run($"SELECT setseed({(seed % 1000 / 1000.0).ToString(CultureInfo.InvariantCulture)})");
        Run("CREATE TABLE log (line BIGINT, user_id VARCHAR, session_id VARCHAR, item_id VARCHAR, event_time BIGINT)");
        using (DuckDBAppender rows = connection.CreateAppender("log"))
        {
            for (int i = 0; i < events.Length; i++)
            {
                LogEvent e = events[i];
                // As monotonically_increasing_id() numbers them: a partition's begin at a multiple of 2^33.
                long line = ((long)(i / 10) << 33) + (i % 10);
                rows.CreateRow().AppendValue(line).AppendValue(e.User).AppendValue(e.Session).AppendValue(e.Item)
                    .AppendValue(e.Time * 1_000_000).EndRow();
            }
        }

        Run("CREATE TABLE events AS SELECT * FROM log ORDER BY random()");
        foreach (string part in LogPreparation.SqlTextOf(rules, cutsSessions).Split("\n-- == ").Skip(1))
        {
            string[] statements = part[part.IndexOf('\n', StringComparison.Ordinal)..].Split(";\n", StringSplitOptions.RemoveEmptyEntries);
            long before;
            do
            {
                before = part.StartsWith("filter", StringComparison.Ordinal) ? Count("kept") : 0;
                foreach (string statement in statements.Where(one => one.Trim().Length > 0)) Run(statement);
            }
            while (before > 0 && Count("kept") < before);
        }
    }

    /// <summary>Runs a statement.</summary>
    public void Run(string statement)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    /// <summary>Writes the tables, a folder each.</summary>
    public SparkJob Write(string folder)
    {
        foreach (string table in Tables) Write(folder, table, table);
        return this;
    }

    /// <summary>Writes a query's rows as a table.</summary>
    public void Write(string folder, string table, string from)
    {
        string place = Path.Combine(folder, table);
        Directory.CreateDirectory(place);
        Run($"CREATE OR REPLACE TEMP TABLE written AS SELECT *, floor(random() * {Files}) AS of_file FROM {from}");
        // The last file has no rows: Spark writes such files too.
        for (int file = 0; file <= Files; file++)
        {
            string name = $"part-0000{file}-6e7f1a6c-1d0e-4f0a-9d0c-4a5f4b1c2d3e-c000.snappy.parquet";
            Run($"COPY (SELECT * EXCLUDE of_file FROM written WHERE of_file = {file} ORDER BY random()) "
                + $"TO '{Path.Combine(place, name)}' (FORMAT parquet, COMPRESSION snappy)");
            File.WriteAllBytes(Path.Combine(place, $".{name}.crc"), [1, 2, 3]);
        }

        File.WriteAllBytes(Path.Combine(place, "_SUCCESS"), []);
        File.WriteAllBytes(Path.Combine(place, "._SUCCESS.crc"), [1, 2, 3]);
    }

    public void Dispose() => connection.Dispose();

    private long Count(string table)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }
}
