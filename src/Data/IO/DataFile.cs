using System.IO.Compression;

namespace OnDeviceRec.Data.IO;

/// <summary>The files of a data set folder: plain or gzip, never more than fits.</summary>
internal static class DataFile
{
    /// <summary>Bytes of a file once unpacked, at most: a few bytes of gzip can claim to be terabytes.</summary>
    private const int MaxBytes = 1 << 30;

    /// <summary>The path of <c>name</c> or <c>name.gz</c>, or null where neither is there.</summary>
    public static string? Find(string folder, string name)
    {
        string plain = Path.Combine(folder, name), packed = plain + ".gz";
        if (!File.Exists(packed)) return File.Exists(plain) ? plain : null;
        if (!File.Exists(plain)) return packed;
        throw new DataFormatException(plain, null, "stands beside a .gz of the same name", "remove one of the two");
    }

    /// <summary>As <see cref="Find"/>, but the file must be there.</summary>
    public static string Require(string folder, string name, string remedy = "a data set needs it, plain or as .gz") =>
        Find(folder, name) ?? throw new DataFormatException(Path.Combine(folder, name), null, "there is no such file", remedy);

    /// <summary>The text, unpacked if the name ends in .gz, without a byte order mark.</summary>
    public static ReadOnlyMemory<byte> ReadText(string path)
    {
        try
        {
            using Stream file = TextFile.OpenBytes(path);
            return TextFile.WithoutMark(ReadToEnd(path, file));
        }
        catch (InvalidDataException e)
        {
            throw new DataFormatException(path, null, "the gzip data is broken or cut short", "fetch it or pack it again", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFormatException(path, null, "cannot be read", "check that it is a file and that you may read it", e);
        }
    }

    /// <summary>Writes the contents as <c>name</c> or <c>name.gz</c> and removes the other one, lest both stand there.</summary>
    public static void Write(string folder, string name, bool gzip, Action<Stream> write)
    {
        string plain = Path.Combine(folder, name), packed = plain + ".gz";
        if (gzip)
        {
            AtomicFile.Write(packed, stream =>
            {
                using var zip = new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
                write(zip);
            });
        }
        else
        {
            AtomicFile.Write(plain, write);
        }

        Delete(gzip ? plain : packed);
    }

    /// <summary>Removes <c>name</c> and <c>name.gz</c> where they are there.</summary>
    public static void Delete(string folder, string name)
    {
        Delete(Path.Combine(folder, name));
        Delete(Path.Combine(folder, name + ".gz"));
    }

    private static byte[] ReadToEnd(string path, Stream stream)
    {
        using var contents = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (read > MaxBytes - contents.Length)
                throw new DataFormatException(path, null, $"holds more than {MaxBytes} bytes", "split the data set");
            contents.Write(buffer, 0, read);
        }

        return contents.ToArray();
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(path, e);
        }
    }
}
