namespace OnDeviceRec.Data.IO;

/// <summary>The folder that long work will write to.</summary>
public static class OutputFolder
{
    /// <summary>
    /// Creates the folder where it is missing and tries it, so that work that cannot be written fails at its start. What runs that died
    /// left of their tries is removed.
    /// </summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="OutputException">It cannot be created or written to.</exception>
    public static void Create(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            Try(Path.Combine(path, "try"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(path, error);
        }
    }

    private static void Try(string file)
    {
        TemporaryName.RemoveOfDeadRuns(file);
        try
        {
            using var tried = new FileStream(
                TemporaryName.Of(file), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException e) when (HeldFile.IsSaidBy(e))
        {
            // It was made, and another run that tries the folder was quicker to hold it: it removes it.
        }
    }
}
