using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Data.Logs.Output;

/// <summary>
/// The folder that a data set will be, and one beside it to work in: a data set appears under the wanted name whole or not at all, and
/// what was needed for it goes in any case.
/// </summary>
internal sealed class OutputPlace : IDisposable
{
    private static readonly string[] OfDatasets = ["dataset.json", "knn-tuning.json", "train.", "test.", "valid.", "items."];

    private readonly string folder;
    private readonly string path;
    private readonly bool replace;
    private readonly string beside;
    private readonly OutputLock held;

    private OutputPlace(string folder, string path, bool replace, OutputLock held)
    {
        (this.folder, this.path, this.replace, this.held) = (folder, path, replace, held);
        beside = TemporaryName.Of(path);
        Dataset = Path.Combine(beside, "dataset");
        Work = Path.Combine(beside, "work");
    }

    /// <summary>Where the data set is written.</summary>
    public string Dataset { get; }

    /// <summary>Where all else may be.</summary>
    public string Work { get; }

    /// <summary>The name of the data set of a folder.</summary>
    public static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));

    /// <summary>
    /// Takes a place for one run. What dead ones left beside it goes, but for a data set that one had moved away and not replaced: that
    /// gets its name again.
    /// </summary>
    /// <param name="folder">The wanted folder. Where it is a symbolic link, the folder that it leads to.</param>
    /// <param name="replace">Whether a data set that is there goes when the new one is whole.</param>
    /// <exception cref="InputException">Another run is writing it, or something is there already that is not to be replaced.</exception>
    /// <exception cref="OutputException">It cannot be written to.</exception>
    public static OutputPlace Take(string folder, bool replace)
    {
        string path = OutputFile.Followed(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var place = new OutputPlace(folder, path, replace, OutputLock.Beside(folder, makeFolder: true));
        try
        {
            foreach (string left in TemporaryName.Left(path)) place.Clear(left);
            place.RequireReplaceable();
            OutputFolder.Create(place.Dataset);
            OutputFolder.Create(place.Work);
            return place;
        }
        catch (Exception e)
        {
            place.Dispose();
            if (e is IOException or UnauthorizedAccessException) throw new OutputException(folder, e);
            throw;
        }
    }

    /// <summary>Makes sure that none of the files that are there is read.</summary>
    /// <param name="logs">The files that are read.</param>
    /// <exception cref="InputException">One is.</exception>
    public void RequireApart(IEnumerable<string> logs) =>
        OutputFile.RequireApart(Directory.Exists(path) ? Directory.EnumerateFiles(path) : [], logs);

    private void RequireReplaceable()
    {
        if (File.Exists(path)) throw new InputException($"{folder}: this is a file; give the name of a folder.");
        string[] there = Directory.Exists(path) ? [.. Directory.EnumerateFileSystemEntries(path).Select(one => Path.GetFileName(one))] : [];
        if (there.Length > 0 && !replace)
            throw new InputException($"{folder}: there is something already; give another folder, or --force to replace a data set.");
        if (Array.Find(there, name => !Array.Exists(OfDatasets, start => name.StartsWith(start, StringComparison.Ordinal))) is { } other)
            throw new InputException($"{folder}: holds {other}, which is no part of a data set; give another folder.");
    }

    /// <summary>Gives the data set its name.</summary>
    /// <exception cref="InputException">Meanwhile something came to be there that is not to be replaced.</exception>
    /// <exception cref="OutputException">It cannot be moved.</exception>
    public void Finish()
    {
        try
        {
            RequireReplaceable();
            string old = OldIn(beside);
            if (Directory.Exists(path))
            {
                if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Dataset, File.GetUnixFileMode(path));
                Directory.Move(path, old);
            }

            try
            {
                Directory.Move(Dataset, path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (Directory.Exists(old)) Directory.Move(old, path);
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(path, e);
        }
    }

    /// <summary>Removes all that is beside the data set, and lets go.</summary>
    public void Dispose()
    {
        try
        {
            Clear(beside);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next run moves the old data set back; another failure is the one to report.
        }
        finally
        {
            held.Dispose();
        }
    }

    // The data set that a run moved away to replace it.
    private static string OldIn(string beside) => Path.Combine(beside, "old");

    // What a run had beside the data set, after its end.
    private void Clear(string left)
    {
        if (!Path.Exists(path) && Directory.Exists(OldIn(left))) Directory.Move(OldIn(left), path);
        Remove(left);
    }

    private static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The data set is whole, or another failure is the one to report.
        }
    }
}
