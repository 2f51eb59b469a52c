using DuckDB.NET.Data;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Logs;

namespace OnDeviceRec.Fuzzing.Targets;

/// <summary>A log of events, as <c>odrec prepare</c> reads it. A log that is refused leaves nothing behind.</summary>
internal sealed class LogTarget(string name, double share, string file) : TextFileTarget(name, share, file)
{
    private static readonly PreparationRules Rules = new() { MinSupport = 1, Split = SplitRule.LastDays(1) };

    private string Output => this["made"];

    // What DuckDB takes is its own and bounded by --memory.
    public override int Constant => 16 << 20;

    protected override IReadOnlyList<byte[]> MakeSeeds() => [Written(WriteLog)];

    protected override object Read(byte[] bytes) => LogPreparation.Run(
        new PreparationOptions([FilePath], Output, Rules)
        {
            Threads = 1,
            Memory = PreparationOptions.LeastMemory,
            BadRows = new BadRowLimit(50, null),
        },
        new Progress<WorkProgress>(),
        CancellationToken.None);

    protected override void Stage(byte[] bytes)
    {
        if (Directory.Exists(Output)) Directory.Delete(Output, recursive: true);
        if (Directory.EnumerateFileSystemEntries(Folder).FirstOrDefault(other => other != FilePath) is { } left)
            throw new BrokenPromiseException($"A log left {left} behind.");
        base.Stage(bytes);
    }

    protected override void Use(object read) => DatasetFolder.Read(Output);

    protected override bool IsDocumented(Exception exception) => exception is DataFormatException or InputException;

    protected override byte[] Damaged(byte[] seed, Random random) =>
        Path.GetExtension(FileName) is ".csv" or ".json" ? base.Damaged(seed, random) : Damage.Of(seed, random, head: seed.Length);

    private void WriteLog()
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText =
            "COPY (SELECT 'u' || i // 4 AS user, 'i' || i % 7 AS item, 1500000000 + i * 1000 AS time, "
            + $"CASE WHEN i % 3 = 0 THEN 'x,y' END AS note FROM range(200) AS t(i)) TO '{FilePath}'";
        command.ExecuteNonQuery();
    }
}
