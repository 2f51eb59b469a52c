namespace OnDeviceRec.Data.IO;

/// <summary>Writes files that are whole or not there: nobody ever sees half of one under the wanted name.</summary>
public static class AtomicFile
{
    private const int BufferBytes = 1 << 16;

    /// <summary>
    /// Writes to a new temporary file in the same folder, flushes it to the disk and renames it to <paramref name="path"/>,
    /// over an older file of that name, whose mode it gets. If anything fails the temporary file is deleted and an older file stays as
    /// it was. Temporary files of runs that died are removed.
    /// </summary>
    /// <param name="path">The wanted file; its folder exists. Where it is a symbolic link, the file that it leads to.</param>
    /// <param name="write">Writes the contents and leaves the stream open. What it throws goes through, except input and output
    /// errors.</param>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    /// <exception cref="InputException">The name is that of a device or a pipe.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        OutputFile.RequireNoDevice(path);
        string? temporary = null;
        try
        {
            string file = OutputFile.Followed(path);
            TemporaryName.RemoveOfDeadRuns(file);
            temporary = TemporaryName.Of(file);

            // Open until it has its name: by that others know that its writer lives.
            using var stream = new FileStream(temporary, OptionsFor(file));
            write(stream);
            stream.Flush(flushToDisk: true);
            KeepMode(file, stream);
            File.Move(temporary, file, overwrite: true);
        }
        catch (Exception e)
        {
            if (temporary is not null) TryDelete(temporary);
            if (e is IOException or UnauthorizedAccessException) throw new OutputException(path, e);
            throw;
        }
    }

    // Nobody may read what replaces a file before its time who may not read the file.
    private static FileStreamOptions OptionsFor(string file)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Delete,
            BufferSize = BufferBytes,
        };
        if (!OperatingSystem.IsWindows() && File.Exists(file))
            options.UnixCreateMode = File.GetUnixFileMode(file) | UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private static void KeepMode(string file, FileStream stream)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(file)) return;
        UnixFileMode mode = File.GetUnixFileMode(file);
        if (File.GetUnixFileMode(stream.SafeFileHandle) != mode) File.SetUnixFileMode(stream.SafeFileHandle, mode);
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
