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

    protected override void Stage(byte[] bytes)
    {
        foreach (string left in Others()) Remove(left);
        base.Stage(bytes);
    }

    protected override object Read(byte[] bytes)
    {
        try
        {
            return Prepare();
        }
        catch (Exception refusal) when (IsDocumented(refusal))
        {
            // A filter would look before the reader has cleaned up.
            if (Others().FirstOrDefault() is { } left)
                throw new BrokenPromiseException($"A log that was refused left {left} behind.", refusal);
            throw;
        }
    }

    protected override void Use(object read) => DatasetFolder.Read(Output);

    protected override bool IsDocumented(Exception exception) => exception is DataFormatException or InputException;

    protected override byte[] Damaged(byte[] seed, Random random) =>
        Path.GetExtension(FileName) is ".csv" or ".json" ? base.Damaged(seed, random) : Damage.Of(seed, random, head: seed.Length);

    private PreparedLog Prepare() => LogPreparation.Run(
        new PreparationOptions([FilePath], Output, Rules)
        {
            Threads = 1,
            Memory = PreparationOptions.LeastMemory,
            BadRows = new BadRowLimit(50, null),
        },
        new Progress<WorkProgress>(),
        CancellationToken.None);

    private string[] Others() => [.. Directory.EnumerateFileSystemEntries(Folder).Where(other => other != FilePath)];

    private static void Remove(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        else File.Delete(path);
    }

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
