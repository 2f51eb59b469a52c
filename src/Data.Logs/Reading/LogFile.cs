namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>A file of a log.</summary>
/// <param name="Name">What it is called in messages: the path as it was given, of a file in a .zip that of the .zip.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Format">What its rows are, by its name.</param>
/// <param name="Packing">"", ".gz" or ".zst".</param>
internal sealed record LogFile(string Name, string Path, LogFormat Format, string Packing)
{
    private static readonly (string Ending, LogFormat Format)[] Endings =
    [
        (".csv", LogFormat.Delimited), (".tsv", LogFormat.Delimited), (".txt", LogFormat.Delimited), (".dat", LogFormat.Delimited),
        (".data", LogFormat.Delimited), (".inter", LogFormat.Delimited), (".log", LogFormat.Delimited),
        (".json", LogFormat.JsonLines), (".jsonl", LogFormat.JsonLines), (".ndjson", LogFormat.JsonLines),
        (".parquet", LogFormat.Parquet),
    ];

    private static readonly string[] Packings = [".gz", ".zst"];

    /// <summary>
    /// Whether a folder's file of this name is taken for one of its log; files of a program's own begin with a dot or a line.
    /// </summary>
    public static bool IsLog(string path) =>
        System.IO.Path.GetFileName(path) is var name && name[0] is not ('.' or '_') && Known(name) is not null;

    /// <summary>A file by the ending of its name; what has no known one is lines of fields.</summary>
    public static LogFile Of(string name, string path) =>
        new(name, path, Known(path) ?? LogFormat.Delimited, Array.Find(Packings, packing => EndsWith(path, packing)) ?? string.Empty);

    private static LogFormat? Known(string path)
    {
        foreach (string packing in Packings)
            if (EndsWith(path, packing)) path = path[..^packing.Length];
        foreach ((string ending, LogFormat format) in Endings)
            if (EndsWith(path, ending)) return format;
        return null;
    }

    private static bool EndsWith(string path, string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
