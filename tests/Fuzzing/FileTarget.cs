namespace OnDeviceRec.Fuzzing;

/// <summary>A reader of a file.</summary>
/// <param name="name">What it is called.</param>
/// <param name="share">How many of a thousand mutations it gets.</param>
/// <param name="file">What the file is called.</param>
public abstract class FileTarget(string name, double share, string file) : FuzzTarget(name, share)
{
    // Files that are written whole wait for the disk, where they are on one.
    private const string InMemory = "/dev/shm";

    private readonly Lazy<string> folder = new(() => Directory.CreateDirectory(
        Path.Combine(Directory.Exists(InMemory) ? InMemory : Path.GetTempPath(), $"odrec-fuzz-{Guid.NewGuid():N}")).FullName);

    /// <summary>A folder of the target's own.</summary>
    protected string Folder => folder.Value;

    /// <summary>What the file is called.</summary>
    protected string FileName => file;

    /// <summary>The file.</summary>
    protected string FilePath => this[file];

    /// <summary>A path in the folder.</summary>
    protected string this[string other] => Path.Combine(Folder, other);

    /// <summary>What a writer makes of the file.</summary>
    /// <param name="write">Writes it.</param>
    protected byte[] Written(Action write)
    {
        write();
        return File.ReadAllBytes(FilePath);
    }

    /// <inheritdoc/>
    protected override void Stage(byte[] bytes) => File.WriteAllBytes(FilePath, bytes);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && folder.IsValueCreated) Directory.Delete(Folder, recursive: true);
        base.Dispose(disposing);
    }
}
