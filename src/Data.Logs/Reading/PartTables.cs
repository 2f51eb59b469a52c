using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Logs.Engine;

namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>
/// The tables that the SQL text left elsewhere, as views on Parquet files: a folder a table, as Spark writes it, with files part-*.parquet
/// in any number, the file _SUCCESS, and others of Spark's own, whose names begin with a dot or a line.
/// </summary>
/// <param name="database">Where the views are.</param>
/// <param name="folder">The folder of the tables.</param>
internal sealed class PartTables(LogDatabase database, string folder)
{
    /// <summary>What to do about tables that are wrong.</summary>
    public const string Remedy = "run the job again and copy all that it writes (docs/scale.md)";

    private const string Success = "_SUCCESS", Ending = ".parquet", Text = "VARCHAR";

    /// <summary>The tables, and the columns that are needed: whole numbers and texts.</summary>
    public static IReadOnlyList<(string Table, string[] Numbers, string[] Texts)> Tables { get; } =
    [
        ("settings", ["min_length", "max_length", "min_prefix", "valid"], []),
        ("totals", ["part", "sequences", "events"], []),
        ("items", ["number"], ["item_id"]),
        ("lines", ["part", "line", "place", "number"], []),
    ];

    private readonly List<string> files = [];

    /// <summary>Makes the views.</summary>
    /// <returns>The files that they read.</returns>
    /// <exception cref="DataFormatException">A table or a column is missing, unfinished, damaged or of another type.</exception>
    public IReadOnlyList<string> Open()
    {
        if (!Directory.Exists(folder)) throw Wrong(folder, "there is no such folder", "give the folder that the job wrote its tables to");
        foreach ((string table, string[] numbers, string[] texts) in Tables)
        {
            string[] own = Files(table);
            foreach (string file in own) CheckColumns(file, numbers, texts);
            IEnumerable<string> columns = numbers.Select(name => $"CAST({name} AS BIGINT) AS {name}").Concat(texts);
            database.Run($"CREATE VIEW {table} AS SELECT {string.Join(", ", columns)} FROM {Source(own)}");
            files.AddRange(own);
        }

        return files;
    }

    /// <summary>After a failure of the database, finds the file that it cannot read; there may be none.</summary>
    /// <exception cref="DataFormatException">This one.</exception>
    public void ThrowUnreadable()
    {
        const string AllColumns = "CAST(MAX(hash(COLUMNS(*)) >> 1) AS BIGINT)";
        foreach (string file in files) Read(file, () => database.Numbers($"SELECT {AllColumns} FROM {Source(file)}"));
    }

    /// <summary>A table's folder.</summary>
    public string Of(string table) => Path.Combine(folder, table);

    /// <summary>Tables that contradict each other.</summary>
    public DataFormatException Fault(string what) => Wrong(folder, what, Remedy);

    private static string Source(params IEnumerable<string> files) =>
        $"read_parquet([{string.Join(", ", files.Select(Sql.Path))}], hive_partitioning = false)";

    private static T Read<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InputException e) when (LogDatabase.ReasonOf(e) is { } reason)
        {
            throw new DataFormatException(file, null, $"cannot be read, {reason}", Remedy, e);
        }
    }

    private string[] Files(string table)
    {
        string place = Of(table);
        if (!Directory.Exists(place)) throw Wrong(place, "there is no such folder", "have the job write the table there (docs/scale.md)");
        if (!File.Exists(Path.Combine(place, Success)))
        {
            throw Wrong(
                place, $"has no file {Success}, so the job has not finished it", "wait for the job, run it again, or copy that file too");
        }

        string[] own = [.. Directory.EnumerateFileSystemEntries(place).Where(path => Path.GetFileName(path)[0] is not ('.' or '_'))];
        Array.Sort(own, StringComparer.Ordinal);
        if (own.Length == 0) throw Wrong(place, "has no file of rows", Remedy);
        if (Array.Find(own, path => !path.EndsWith(Ending, StringComparison.Ordinal) || !File.Exists(path)) is { } other)
            throw Wrong(other, "is no Parquet file", "have the job write the table as Parquet, without partitionBy");
        return own;
    }

    private void CheckColumns(string file, string[] numbers, string[] texts)
    {
        Dictionary<string, string> types = Read(file, () => database.Rows($"DESCRIBE SELECT * FROM {Source(file)}")
            .Select(row => (Name: row.GetString(0), Type: row.GetString(1)))
            .DistinctBy(column => column.Name)
            .ToDictionary(column => column.Name, column => column.Type));
        foreach (string name in numbers.Concat(texts))
        {
            string wanted = texts.Contains(name) ? "STRING" : "INT or BIGINT";
            if (!types.TryGetValue(name, out string? type)) throw Wrong(file, $"has no column {name}", Remedy);
            if (texts.Contains(name) ? type != Text : type is not ("INTEGER" or "BIGINT"))
                throw Wrong(file, $"the column {name} is of type {type}, it is {wanted}", Remedy);
        }
    }

    private static DataFormatException Wrong(string path, string what, string remedy) => new(path, null, what, remedy);
}
