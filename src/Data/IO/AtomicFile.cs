namespace OnDeviceRec.Data.IO;

/// <summary>Writes files that are whole or not there: nobody ever sees half of one under the wanted name.</summary>
public static class AtomicFile
{
    private const int BufferBytes = 1 << 16;

    /// <summary>
    /// Writes to a new temporary file in the same folder, flushes it to the disk and renames it to <paramref name="path"/>,
    /// over an older file of that name. If anything fails the temporary file is deleted and an older file stays as it was.
    /// </summary>
    /// <param name="path">The wanted file; its folder exists.</param>
    /// <param name="write">Writes the contents and leaves the stream open. What it throws goes through, except input and output
    /// errors.</param>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e)
        {
            TryDelete(temporary);
            if (e is IOException or UnauthorizedAccessException) throw new OutputException(path, e);
            throw;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to report.
        }
    }
}
