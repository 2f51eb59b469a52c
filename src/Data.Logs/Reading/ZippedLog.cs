using System.IO.Compression;

namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>A log inside the .zip of a release.</summary>
internal static class ZippedLog
{
    /// <summary>Unpacks the one file that is wanted.</summary>
    /// <param name="path">The .zip.</param>
    /// <param name="names">Names that are wanted, the first that is there; none takes the only log there is.</param>
    /// <param name="folder">Where it goes.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DataFormatException">There is none, or several, or the .zip is broken.</exception>
    public static LogFile Unpack(string path, IReadOnlyList<string> names, string folder, CancellationToken cancellation)
    {
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            ZipArchiveEntry entry = Wanted(path, archive, names);
            string file = Path.Combine(folder, $"{Path.GetRandomFileName()}-{entry.Name}");
            entry.ExtractToFileAsync(file, cancellation).GetAwaiter().GetResult();
            return LogFile.Of(path, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException)
        {
            throw new DataFormatException(path, null, "cannot be unpacked, or is broken or cut short", "fetch it again, or unpack it", e);
        }
    }

    private static ZipArchiveEntry Wanted(string path, ZipArchive archive, IReadOnlyList<string> names)
    {
        foreach (string name in names)
            if (archive.Entries.FirstOrDefault(entry => entry.Name == name) is { } named) return named;
        if (names.Count > 0)
        {
            throw new DataFormatException(
                path, null, $"holds no {string.Join(" or ", names)}", "give the .zip of the release, or that file");
        }

        ZipArchiveEntry[] logs = [.. archive.Entries.Where(entry => entry.Name.Length > 0 && LogFile.IsLog(entry.Name))];
        return logs.Length == 1 ? logs[0] : throw new DataFormatException(
            path, null, $"holds {logs.Length} logs", "unpack it and give the files of the log");
    }
}
