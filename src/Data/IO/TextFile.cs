using System.Text;

namespace OnDeviceRec.Data.IO;

/// <summary>Text files as people have them: plain or gzip, with a byte order mark or without.</summary>
public static class TextFile
{
    /// <summary>Opens a text, unpacked if the name ends in .gz. It is UTF-8 unless its byte order mark says otherwise.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static StreamReader Open(string path) => new(OpenBytes(path), Encoding.UTF8);

    /// <summary>The lines of a text, which end with LF, CR LF or CR.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="InputException">It is gzip and not whole.</exception>
    public static IEnumerable<string> Lines(string path)
    {
        using StreamReader reader = Open(path);
        while (NextLine(reader, path) is { } line) yield return line;
    }

    /// <summary>The next line, or null at the end.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="name">What it is called, for the message.</param>
    /// <exception cref="InputException">It is gzip and not whole.</exception>
    public static string? NextLine(StreamReader reader, string name)
    {
        ArgumentNullException.ThrowIfNull(reader);
        try
        {
            return reader.ReadLine();
        }
        catch (InvalidDataException e)
        {
            throw new InputException($"{name}: the gzip data is broken or cut short; fetch it or pack it again.", e);
        }
    }

    /// <summary>A text of UTF-8 without its byte order mark.</summary>
    /// <param name="text">The text, with one or without.</param>
    public static ReadOnlyMemory<byte> WithoutMark(byte[] text)
    {
        ReadOnlySpan<byte> mark = Encoding.UTF8.Preamble;
        return text.AsMemory(text.AsSpan().StartsWith(mark) ? mark.Length : 0);
    }

    internal static Stream OpenBytes(string path)
    {
        FileStream file = File.OpenRead(path);
        return path.EndsWith(".gz", StringComparison.Ordinal) ? new UnpackedStream(file) : file;
    }
}
