namespace OnDeviceRec.Testing;

/// <summary>
/// Real data sets, which are never part of the repository: tests on them run where an environment variable says where they are.
/// </summary>
public static class SharedData
{
    /// <summary>Names the folder that holds the data sets.</summary>
    public const string Variable = "ODREC_SHARED_DATA";

    /// <summary>Why a test on real data is skipped.</summary>
    public const string Absent = $"{Variable} names no folder with this data set";

    /// <summary>The folder of a data set, or null where it is absent.</summary>
    public static string? Find(string name)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } root) return null;
        string folder = Path.GetFullPath(Path.Combine(root, name));
        return File.Exists(Path.Combine(folder, "dataset.json")) ? folder : null;
    }
}
