using System.IO.Compression;
using System.Text;

namespace OnDeviceRec.Data.Tests;

/// <summary>A folder of a test's own, removed at its end.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("odrec-data-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string[] Names => [.. Directory.GetFileSystemEntries(Path).Select(p => System.IO.Path.GetFileName(p)!).Order()];

    /// <summary>A small valid data set: V 5, minPrefix 1.</summary>
    public static TempFolder WithDataset()
    {
        var folder = new TempFolder();
        folder.Write("dataset.json", """{ "name": "small", "minPrefix": 1, "items": 5 }""");
        folder.Write("train.sessions.txt", "1 2 3\n4 5\n");
        folder.Write("test.sessions.txt", "5 1\n");
        return folder;
    }

    public void Write(string name, string text) => File.WriteAllText(this[name], text);

    public void Write(string name, byte[] bytes) => File.WriteAllBytes(this[name], bytes);

    public static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal)) zip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
