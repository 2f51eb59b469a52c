using System.IO.Compression;

namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>The bytes of a log's file, unpacked, where it takes no more than the base class library.</summary>
internal static class LogBytes
{
    private const int LongestHeader = 1 << 20;

    /// <summary>The bytes, or null of a .zst.</summary>
    /// <param name="file">The file.</param>
    public static Stream? Open(LogFile file) => file.Packing switch
    {
        ".zst" => null,
        ".gz" => new GZipStream(File.OpenRead(file.Path), CompressionMode.Decompress),
        _ => File.OpenRead(file.Path),
    };

    /// <summary>The first line without its end, no more than a MiB of it.</summary>
    /// <param name="bytes">The bytes of a file.</param>
    public static byte[] FirstLine(Stream bytes)
    {
        using var buffered = new BufferedStream(bytes);
        using var line = new MemoryStream();
        for (int next = buffered.ReadByte(); next is >= 0 and not ('\n' or '\r') && line.Length < LongestHeader; next = buffered.ReadByte())
            line.WriteByte((byte)next);
        return line.ToArray();
    }
}
