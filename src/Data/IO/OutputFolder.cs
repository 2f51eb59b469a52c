namespace OnDeviceRec.Data.IO;

/// <summary>The folder that long work will write to.</summary>
public static class OutputFolder
{
    /// <summary>Creates the folder where it is missing and tries it, so that work that cannot be written fails at its start.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="OutputException">It cannot be created or written to.</exception>
    public static void Create(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            string probe = Path.Combine(path, Path.GetRandomFileName());
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(path, error);
        }
    }
}
