using System.IO.Enumeration;

namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>The files that a log is, in the order in which they are read: of files, folders and patterns as they are given.</summary>
internal static class LogFiles
{
    private const string Remedy = "give a log's file, a folder of such, or a pattern such as logs/*.csv";

    /// <summary>The files of a log; those of a folder or a pattern in the order of their paths.</summary>
    /// <param name="logs">Files, folders and patterns.</param>
    /// <param name="layout">The names of the files that a .zip is searched for; none takes the one log that is in it.</param>
    /// <param name="unpacked">A folder for what is in a .zip.</param>
    /// <param name="cancellation">Stops the unpacking.</param>
    /// <exception cref="DataFormatException">There is no such file.</exception>
    public static IReadOnlyList<LogFile> Find(
        IReadOnlyList<string> logs, IReadOnlyList<string> layout, string unpacked, CancellationToken cancellation) =>
    [
        .. logs.SelectMany(Expand).Distinct().Select(path => IsZip(path)
            ? ZippedLog.Unpack(path, layout, unpacked, cancellation)
            : LogFile.Of(path, path)),
    ];

    private static bool IsZip(string path) => path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    private static string[] Expand(string log)
    {
        if (File.Exists(log)) return [log];
        string[] found = Directory.Exists(log) ? [.. Directory.EnumerateFiles(log, "*", SearchOption.AllDirectories).Where(LogFile.IsLog)]
            : log.AsSpan().ContainsAny('*', '?') ? [.. Matching(log)]
            : throw new DataFormatException(log, null, "there is no such file", Remedy);
        if (found.Length == 0) throw new DataFormatException(log, null, "holds no log", Remedy);
        Array.Sort(found, StringComparer.Ordinal);
        return found;
    }

    // Part by part of the path, each of which may be a pattern; what a folder's pattern finds is its files.
    private static IEnumerable<string> Matching(string pattern)
    {
        string root = Path.GetPathRoot(pattern)!;
        IEnumerable<string> found = [root];
        foreach (string part in pattern[root.Length..].Split('/', Path.DirectorySeparatorChar))
        {
            found = part.AsSpan().ContainsAny('*', '?')
                ? found.Where(folder => folder.Length == 0 || Directory.Exists(folder)).SelectMany(folder => Entries(folder, part))
                : found.Select(folder => Path.Combine(folder, part));
        }

        return found.Where(File.Exists);
    }

    private static IEnumerable<string> Entries(string folder, string part) =>
        from entry in Directory.EnumerateFileSystemEntries(folder.Length == 0 ? "." : folder)
        let name = Path.GetFileName(entry)
        where FileSystemName.MatchesSimpleExpression(part, name, ignoreCase: false)
        select Path.Combine(folder, name);
}
