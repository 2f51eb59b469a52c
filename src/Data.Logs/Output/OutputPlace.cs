using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Data.Logs.Output;

/// <summary>
/// The folder that a data set will be, and one beside it to work in: a data set appears under the wanted name whole or not at all, and
/// what was needed for it goes in any case.
/// </summary>
internal sealed class OutputPlace : IDisposable
{
    private static readonly string[] OfDatasets = ["dataset.json", "knn-tuning.json", "train.", "test.", "valid.", "items."];

    private readonly string path;
    private readonly string beside;

    private OutputPlace(string path)
    {
        this.path = path;
        beside = $"{path}.{Guid.NewGuid():N}.tmp";
        Dataset = Path.Combine(beside, "dataset");
        Work = Path.Combine(beside, "work");
    }

    /// <summary>Where the data set is written.</summary>
    public string Dataset { get; }

    /// <summary>Where all else may be.</summary>
    public string Work { get; }

    /// <summary>Takes a place.</summary>
    /// <param name="folder">The wanted folder.</param>
    /// <param name="replace">Whether a data set that is there goes when the new one is whole.</param>
    /// <exception cref="InputException">Something is there already that is not to be replaced.</exception>
    /// <exception cref="OutputException">It cannot be written to.</exception>
    public static OutputPlace Take(string folder, bool replace)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(path)) throw new InputException($"{folder}: this is a file; give the name of a folder.");
        string[] there = Directory.Exists(path) ? [.. Directory.EnumerateFileSystemEntries(path).Select(one => Path.GetFileName(one))] : [];
        if (there.Length > 0 && !replace)
            throw new InputException($"{folder}: there is something already; give another folder, or --force to replace a data set.");
        if (Array.Find(there, name => !Array.Exists(OfDatasets, start => name.StartsWith(start, StringComparison.Ordinal))) is { } other)
            throw new InputException($"{folder}: holds {other}, which is no part of a data set; give another folder.");
        var place = new OutputPlace(path);
        OutputFolder.Create(place.Dataset);
        OutputFolder.Create(place.Work);
        return place;
    }

    /// <summary>Gives the data set its name.</summary>
    /// <exception cref="OutputException">It cannot be moved.</exception>
    public void Finish()
    {
        try
        {
            string old = Path.Combine(beside, "old");
            if (Directory.Exists(path)) Directory.Move(path, old);
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

    /// <summary>Removes all that is beside the data set.</summary>
    public void Dispose()
    {
        try
        {
            if (Directory.Exists(beside)) Directory.Delete(beside, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The data set is whole, or another failure is the one to report.
        }
    }
}
