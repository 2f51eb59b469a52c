namespace OnDeviceRec.Data.IO;

/// <summary>
/// Holds an output for one run, so that a second one is refused at its start. The system lets go of it when the process dies, however
/// that comes; where a file system knows no locks nobody is refused.
/// </summary>
public sealed class OutputLock : IDisposable
{
    // The low bits of what .NET reports for a file that another holds: EAGAIN of Linux and of macOS, and Windows' sharing violation.
    private static readonly int[] HeldByAnother = [11, 35, 32];

    private readonly FileStream held;
    private readonly string? made;

    private OutputLock(FileStream held, string? made) => (this.held, this.made) = (held, made);

    /// <summary>Takes a file or a folder by <c>PATH.lock</c> beside it.</summary>
    /// <param name="path">The file or folder. Whether it is there does not matter.</param>
    /// <param name="makeFolder">Whether the folder that it is to be in is made where it is missing.</param>
    /// <exception cref="InputException">Another run holds it.</exception>
    /// <exception cref="OutputException">Where it is to be cannot be written to.</exception>
    public static OutputLock Beside(string path, bool makeFolder = false)
    {
        try
        {
            string file = OutputFile.Followed(Path.TrimEndingDirectorySeparator(path));
            string? made = makeFolder ? Make(Path.GetDirectoryName(Path.GetFullPath(file))!) : null;
            return new OutputLock(Hold(path, file + ".lock"), made);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(path, e);
        }
    }

    /// <summary>Takes a folder, by <c>run.lock</c> in it; it is made where it is missing.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="InputException">Another run holds it.</exception>
    /// <exception cref="OutputException">It cannot be made or written to.</exception>
    public static OutputLock Within(string path)
    {
        string? made = Make(path);
        try
        {
            return new OutputLock(Hold(path, Path.Combine(path, "run.lock")), made);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(path, e);
        }
    }

    /// <summary>Lets go; a folder that was made for this and is empty goes with it.</summary>
    public void Dispose()
    {
        try
        {
            if (!OperatingSystem.IsWindows()) File.Delete(held.Name);
            held.Dispose();
            if (made is not null && !Directory.EnumerateFileSystemEntries(made).Any()) Directory.Delete(made);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An empty file or folder stays; the next run takes it.
        }
    }

    // The folder if it was missing, else null.
    private static string? Make(string folder)
    {
        bool isThere = Directory.Exists(folder);
        OutputFolder.Create(folder);
        return isThere ? null : folder;
    }

    private static FileStream Hold(string output, string path)
    {
        try
        {
            while (true)
            {
                FileStream held = Open(path);
                if (FileEntry.IsNamed(held.SafeFileHandle, path)) return held;

                // Its holder removed it between our opening and our locking; the next one to come would not see this one.
                held.Dispose();
            }
        }
        catch (IOException e) when (HeldByAnother.Contains(e.HResult & 0xFFFF))
        {
            throw new InputException($"{output}: another run is writing this; wait for its end or give another name.", e);
        }
    }

    // Windows does not delete what is open; there it goes when it is closed.
    private static FileStream Open(string path) => new(
        path,
        FileMode.OpenOrCreate,
        FileAccess.ReadWrite,
        FileShare.None,
        bufferSize: 1,
        OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);
}
