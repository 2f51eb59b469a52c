namespace OnDeviceRec.Data.IO;

/// <summary>A file could not be written. The message is one line: file, what went wrong, what to do.</summary>
public sealed class OutputException : Exception
{
    internal OutputException(string path, Exception inner)
        : base($"{path}: cannot be written, {Reason(inner)}.", inner) => Path = path;

    /// <summary>The file or folder that was wanted.</summary>
    public string Path { get; }

    private static string Reason(Exception inner) => inner switch
    {
        DirectoryNotFoundException => "its folder does not exist; create the folder or choose another",
        UnauthorizedAccessException => "access is denied; check the rights of the folder, and that the name is not a folder's",
        _ => $"{inner.Message.TrimEnd('.').ReplaceLineEndings(" ")}; check the folder and the room left on the disk",
    };
}
