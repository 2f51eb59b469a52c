using DuckDB.NET.Data;

namespace OnDeviceRec.Cli.Tests;

/// <summary>Tables as a job leaves them that ran what <c>prepare --print-sql</c> printed: 20 train and 4 test sequences.</summary>
internal static class PartTables
{
    private static readonly (string Table, string Query)[] Tables =
    [
        ("settings", "SELECT 2 AS min_length, 9 AS max_length, 1 AS min_prefix, 0 AS valid"),
        ("totals", "SELECT * FROM (VALUES (0, 20, 60), (2, 4, 12)) AS t(part, sequences, events)"),
        ("items", "SELECT i + 1 AS number, 'sku-' || i AS item_id FROM range(10) AS t(i)"),
        ("lines", "SELECT s // 20 * 2 AS part, s % 20 + 1 AS line, i AS place, (s + i) % 10 + 1 AS number "
            + "FROM range(24) AS t(s), range(3) AS u(i)"),
    ];

    public static void Write(string folder)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        foreach ((string table, string query) in Tables)
        {
            string place = Directory.CreateDirectory(Path.Combine(folder, table)).FullName;
            File.WriteAllText(Path.Combine(place, "_SUCCESS"), string.Empty);
            using DuckDBCommand command = connection.CreateCommand();
            command.CommandText = $"COPY ({query}) TO '{Path.Combine(place, "part-00000.parquet")}'";
            command.ExecuteNonQuery();
        }
    }
}
