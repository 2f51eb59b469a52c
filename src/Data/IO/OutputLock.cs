namespace OnDeviceRec.Data.IO;

/// <summary>
/// Holds an output for one run, so that a second one is refused at its start. The system lets go of it when the process dies, however
/// that comes; where a file system knows no locks nobody is refused.
/// </summary>
/// <remarks>
/// A lock is an empty file; one with contents is somebody's own and is left alone. On Linux and on Windows it goes with its run. Elsewhere
/// it stays, as nobody could tell there whether a file that is open still has its name: a run might hold one that the next run never sees.
/// </remarks>
public sealed class OutputLock : IDisposable
{
    private readonly FileStream held;
    private readonly MadeFolders made;

    private OutputLock(FileStream held, MadeFolders made) => (this.held, this.made) = (held, made);

    /// <summary>Takes a file or a folder by <c>PATH.lock</c> beside it.</summary>
    /// <param name="path">The file or folder. Whether it is there does not matter.</param>
    /// <param name="makeFolder">Whether the folder that it is to be in is made where it is missing.</param>
    /// <exception cref="InputException">Another run holds it, or a file that is no lock has the lock's name.</exception>
    /// <exception cref="OutputException">Where it is to be cannot be written to.</exception>
    public static OutputLock Beside(string path, bool makeFolder = false)
    {
        string file = FileOf(path);
        return Take(path, file, makeFolder ? Path.GetDirectoryName(Path.GetFullPath(file)) : null);
    }

    /// <summary>Takes a folder, by <c>run.lock</c> in it; it is made where it is missing.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="InputException">Another run holds it, or a file that is no lock has the lock's name.</exception>
    /// <exception cref="OutputException">It cannot be made or written to.</exception>
    public static OutputLock Within(string path) => Take(path, Path.Combine(path, "run.lock"), path);

    /// <summary>Lets go; folders that were made for this and are empty go with it.</summary>
    public void Dispose()
    {
        try
        {
            // Windows removes it when it is closed.
            if (OperatingSystem.IsLinux()) File.Delete(held.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An empty file stays; the next run takes it.
        }
        finally
        {
            held.Dispose();
        }

        made.RemoveEmpty();
    }

    private static string FileOf(string path)
    {
        try
        {
            return OutputFile.Followed(Path.TrimEndingDirectorySeparator(path)) + ".lock";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(path, e);
        }
    }

    private static OutputLock Take(string output, string file, string? folder)
    {
        MadeFolders made = folder is null ? MadeFolders.None : MadeFolders.To(folder);
        try
        {
            return new OutputLock(Hold(output, file), made);
        }
        catch (Exception e)
        {
            made.RemoveEmpty();
            if (e is IOException or UnauthorizedAccessException) throw new OutputException(output, e);
            throw;
        }
    }

    private static FileStream Hold(string output, string path)
    {
        try
        {
            while (true)
            {
                RequireNoContents(output, path);
                FileStream held = Open(path);
                if (FileEntry.IsNamed(held.SafeFileHandle, path)) return held;

                // Its holder removed it between our opening and our locking; the next one to come would not see this one.
                held.Dispose();
            }
        }
        catch (IOException e) when (HeldFile.IsSaidBy(e))
        {
            throw new InputException($"{output}: another run is writing this; wait for its end or give another name.", e);
        }
    }

    // A lock never has any. Looked at before it is opened: Windows would remove it.
    private static void RequireNoContents(string output, string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > 0 })
        {
            throw new InputException(
                $"{output}: {path} is no lock of odrec, and its name is that of the lock; move it or give another name for the output.");
        }
    }

    private static FileStream Open(string path) => new(
        path,
        FileMode.OpenOrCreate,
        FileAccess.ReadWrite,
        FileShare.None,
        bufferSize: 1,
        OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);
}
