using DuckDB.NET.Data;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Logs;

namespace OnDeviceRec.Fuzzing.Targets;

/// <summary>A job's table of lines, as <c>odrec prepare --from-parts</c> reads it beside the others, which are whole.</summary>
internal sealed class PartsTarget(string name, double share) : FileTarget(name, share, "part-00000.parquet")
{
    private static readonly (string Table, string Query)[] Others =
    [
        ("settings", "SELECT 2 AS min_length, 9 AS max_length, 1 AS min_prefix, 0 AS valid"),
        ("totals", "SELECT * FROM (VALUES (0, 20, 60), (2, 4, 12)) AS t(part, sequences, events)"),
        ("items", "SELECT i + 1 AS number, 'sku-' || i AS item_id FROM range(10) AS t(i)"),
    ];

    public override int Factor => 40;

    // What DuckDB takes is its own and bounded by memory.
    public override int Constant => 16 << 20;

    private string Output => this["made"];

    protected override IReadOnlyList<byte[]> MakeSeeds()
    {
        foreach ((string table, string query) in Others) Write(table, query);
        Write(
            "lines",
            "SELECT s // 20 * 2 AS part, s % 20 + 1 AS line, i AS place, (s + i) % 10 + 1 AS number "
            + "FROM range(24) AS t(s), range(3) AS u(i)");
        return [File.ReadAllBytes(Rows("lines"))];
    }

    protected override void Stage(byte[] bytes)
    {
        if (Directory.Exists(Output)) Directory.Delete(Output, recursive: true);
        File.WriteAllBytes(Rows("lines"), bytes);
    }

    protected override object Read(byte[] bytes)
    {
        try
        {
            return PartsPreparation.Run(
                new PartsOptions(this["parts"], Output) { Threads = 1, Memory = PreparationOptions.LeastMemory },
                new Progress<WorkProgress>(),
                CancellationToken.None);
        }
        catch (Exception refusal) when (IsDocumented(refusal))
        {
            // A filter would look before the reader has cleaned up.
            if (Directory.GetFileSystemEntries(Folder).Length > 1)
                throw new BrokenPromiseException("Tables that were refused left something behind.", refusal);
            throw;
        }
    }

    protected override void Use(object read) => DatasetFolder.Read(Output);

    protected override bool IsDocumented(Exception exception) => exception is DataFormatException or InputException;

    protected override byte[] Damaged(byte[] seed, Random random) => Damage.Of(seed, random, head: seed.Length);

    private string Rows(string table) => Path.Combine(this["parts"], table, FileName);

    private void Write(string table, string query)
    {
        string folder = Directory.CreateDirectory(Path.Combine(this["parts"], table)).FullName;
        File.WriteAllText(Path.Combine(folder, "_SUCCESS"), string.Empty);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"COPY ({query}) TO '{Rows(table)}'";
        command.ExecuteNonQuery();
    }
}
