using System.Buffers;
using System.IO.Compression;
using System.Text.Unicode;

namespace OnDeviceRec.Data.Layouts;

/// <summary>
/// The lines of a log, read once from front to back: of the file itself, or of the one of a given name inside a .zip, wherever in it. No
/// more than one line is held, and a line has less than 64 KiB.
/// </summary>
internal sealed class LogFile : IDisposable
{
    private const double Mebibyte = 1 << 20;
    private const int LongestLine = 1 << 16;

    private readonly string path;
    private readonly ZipArchive? archive;
    private readonly Stream stream;
    private readonly long length;
    private readonly byte[] bytes = new byte[LongestLine];
    private readonly char[] chars = new char[LongestLine];
    private int start, end, text;
    private long read;

    private LogFile(string path, ZipArchive? archive, Stream stream, long length) =>
        (this.path, this.archive, this.stream, this.length) = (path, archive, stream, length);

    /// <summary>The present line's number, from 1; 0 before the first.</summary>
    public int Number { get; private set; }

    /// <summary>Whether the present line is UTF-8; if not, its text is empty.</summary>
    public bool IsText { get; private set; }

    /// <summary>The present line without its end; holds until the next one.</summary>
    public ReadOnlySpan<char> Text => chars.AsSpan(0, text);

    /// <summary>How far it is read, unpacked; the total is 0 where it is unknown.</summary>
    public WorkProgress Progress => new(read / Mebibyte, length / Mebibyte, "MiB");

    private ReadOnlySpan<byte> Unread => bytes.AsSpan(start, end - start);

    /// <summary>Opens a log.</summary>
    /// <param name="path">The file, or a .zip.</param>
    /// <param name="nameInside">The file's name inside a .zip.</param>
    /// <exception cref="DataFormatException">It is not there, cannot be read, or is a .zip without such a file.</exception>
    public static LogFile Open(string path, string nameInside)
    {
        if (!File.Exists(path))
            throw new DataFormatException(path, null, "there is no such file", $"give {nameInside}, or the .zip that holds it");
        try
        {
            if (!path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            {
                FileStream file = File.OpenRead(path);
                return new LogFile(path, null, file, file.CanSeek ? file.Length : 0);
            }

            ZipArchive archive = ZipFile.OpenRead(path);
            try
            {
                ZipArchiveEntry entry = archive.Entries.FirstOrDefault(entry => entry.Name == nameInside)
                    ?? throw new DataFormatException(path, null, $"holds no {nameInside}", "give the .zip of the release, or that file");
                return new LogFile(path, archive, entry.Open(), entry.Length);
            }
            catch
            {
                archive.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>Goes to the next line.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="DataFormatException">The file cannot be read further, or a line does not end.</exception>
    public bool Next()
    {
        int line = Unread.IndexOf((byte)'\n');
        while (line < 0 && Fill()) line = Unread.IndexOf((byte)'\n');
        if (Unread.IsEmpty) return false;
        Decode(line < 0 ? Unread : Unread[..line]);
        start = line < 0 ? end : start + line + 1;
        return true;
    }

    public void Dispose()
    {
        stream.Dispose();
        archive?.Dispose();
    }

    // Moves what is unread to the front and reads on behind it; false at the end of the file.
    private bool Fill()
    {
        Unread.CopyTo(bytes);
        (start, end) = (0, end - start);
        if (end == bytes.Length)
            throw new DataFormatException(path, Number + 1, $"has no end within {LongestLine} bytes", "give a file of lines, not packed");
        int more;
        try
        {
            more = stream.Read(bytes, end, bytes.Length - end);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw Unreadable(path, e);
        }

        end += more;
        read += more;
        if (more == 0 && archive is not null && read != length) throw Unreadable(path, null);
        return more > 0;
    }

    private void Decode(ReadOnlySpan<byte> line)
    {
        Number++;
        if (Number == 1 && line.StartsWith("\uFEFF"u8)) line = line["\uFEFF"u8.Length..];
        if (line.EndsWith("\r"u8)) line = line[..^1];
        IsText = Utf8.ToUtf16(line, chars, out _, out text, replaceInvalidSequences: false) == OperationStatus.Done;
        if (!IsText) text = 0;
    }

    private static DataFormatException Unreadable(string path, Exception? inner) =>
        new(path, null, "cannot be read, or is broken or cut short", "check that it is a file, or fetch it again", inner);
}
