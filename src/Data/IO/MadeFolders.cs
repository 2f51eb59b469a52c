namespace OnDeviceRec.Data.IO;

/// <summary>The folders that were missing on the way to a wanted one; those that nothing came to be in go again.</summary>
internal sealed class MadeFolders
{
    // The deepest first.
    private readonly List<string> made = [];

    private MadeFolders()
    {
    }

    /// <summary>No folder.</summary>
    public static MadeFolders None { get; } = new();

    /// <summary>Makes a folder and those above it where they are missing. If that fails none of them stays.</summary>
    /// <param name="folder">The wanted folder.</param>
    /// <exception cref="OutputException">It cannot be made or written to.</exception>
    public static MadeFolders To(string folder)
    {
        var folders = new MadeFolders();
        string? missing = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        for (; missing is not null && !Directory.Exists(missing); missing = Path.GetDirectoryName(missing)) folders.made.Add(missing);
        try
        {
            OutputFolder.Create(folder);
            return folders;
        }
        catch
        {
            folders.RemoveEmpty();
            throw;
        }
    }

    /// <summary>Removes those that are empty, from the deepest up to the first that is not.</summary>
    public void RemoveEmpty()
    {
        try
        {
            foreach (string folder in made.Where(Directory.Exists)) Directory.Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Something is in it: it stays, and so do those above it.
        }
    }
}
