using System.Text;
using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Data;

/// <summary>items.txt: line i is the catalog's own id of item i, UTF-8; a line ends with LF, CR LF or CR.</summary>
internal static class ItemIdFile
{
    public const string FileName = "items.txt";

    private const string Remedy = "write the own id of item i on line i, as UTF-8 text";

    private const char ByteOrderMark = '\ufeff';

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string[] Read(string path)
    {
        var ids = new List<string>();
        ReadOnlySpan<byte> rest = DataFile.ReadText(path).Span;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOfAny((byte)'\r', (byte)'\n');
            ids.Add(Decode(path, ids.Count + 1, end < 0 ? rest : rest[..end]));
            rest = end < 0 ? [] : rest[(end + (rest[end..].StartsWith("\r\n"u8) ? 2 : 1))..];
        }

        if (ids.Count == 0) throw new DataFormatException(path, null, "is empty", Remedy);
        return [.. ids];
    }

    public static void Write(IEnumerable<string> ids, Stream stream)
    {
        bool isFirst = true;
        foreach (string id in ids)
        {
            // A mark at the start is taken for that of the file: a first id that begins with one gets another in front.
            if (isFirst && id[0] == ByteOrderMark) stream.Write(Encoding.UTF8.Preamble);
            isFirst = false;
            stream.Write(Utf8.GetBytes(id));
            stream.WriteByte((byte)'\n');
        }
    }

    private static string Decode(string path, int line, ReadOnlySpan<byte> bytes)
    {
        string id;
        try
        {
            id = Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new DataFormatException(path, line, "is not valid UTF-8", Remedy, e);
        }

        if (id.Length == 0) throw new DataFormatException(path, line, "is blank", Remedy);
        if (id.Any(char.IsControl)) throw new DataFormatException(path, line, "holds a control character", Remedy);
        return id;
    }
}
