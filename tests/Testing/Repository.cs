namespace OnDeviceRec.Testing;

/// <summary>Files of the repository that a test reads.</summary>
public static class Repository
{
    /// <summary>The folder of <c>OnDeviceRec.sln</c>, above the test program.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>A path in the repository.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string Find(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "OnDeviceRec.sln"))) return at.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {folder} holds OnDeviceRec.sln.");
    }
}
