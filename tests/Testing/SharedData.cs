namespace OnDeviceRec.Testing;

/// <summary>Real data sets that stand beside the repository on some machines and are never part of it.</summary>
public static class SharedData
{
    /// <summary>The folder of a data set, or null where it is absent.</summary>
    public static string? Find(string name)
    {
        string folder = Path.GetFullPath(Repository.PathOf("..", "shared", "data", name));
        return File.Exists(Path.Combine(folder, "dataset.json")) ? folder : null;
    }
}
