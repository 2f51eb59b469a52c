namespace OnDeviceRec.Data.IO;

/// <summary>
/// Names of what is written before it gets its own, <c>PATH.GUID.tmp</c> beside <c>PATH</c>, and what dead runs left of it.
/// </summary>
internal static class TemporaryName
{
    private const string Ending = ".tmp";

    /// <summary>A new name.</summary>
    /// <param name="path">The wanted file or folder.</param>
    public static string Of(string path) => $"{path}.{Guid.NewGuid():N}{Ending}";

    /// <summary>All files and folders of such names that are there.</summary>
    /// <param name="path">The wanted file or folder.</param>
    public static IReadOnlyList<string> Left(string path)
    {
        string full = Path.GetFullPath(path), start = Path.GetFileName(full) + '.';
        return
        [
            .. from entry in Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(full)!)
               let name = Path.GetFileName(entry)
               where name.Length >= start.Length + Ending.Length
               where name.StartsWith(start, StringComparison.Ordinal) && name.EndsWith(Ending, StringComparison.Ordinal)
               where Guid.TryParseExact(name.AsSpan(start.Length)[..^Ending.Length], "N", out _)
               select entry,
        ];
    }

    /// <summary>Removes the files of such names that no run holds open. What cannot be removed stays.</summary>
    /// <param name="path">The wanted file.</param>
    public static void RemoveOfDeadRuns(string path)
    {
        foreach (string file in Left(path).Where(File.Exists))
        {
            try
            {
                new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A living run is at work on it, or it is another user's.
            }
        }
    }
}
