using System.Buffers.Text;
using System.IO.Compression;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Logs.Engine;

namespace OnDeviceRec.Data.Logs.Output;

/// <summary>Writes the files of a data set from the tables that were made, row by row.</summary>
/// <param name="database">Where the tables are.</param>
/// <param name="folder">The data set's folder.</param>
/// <param name="cancellation">Stops the writing.</param>
internal sealed class LineFiles(LogDatabase database, string folder, CancellationToken cancellation)
{
    // What a data set's file may have, unpacked.
    private const long MostBytes = 1L << 30;
    private const int BetweenReports = 1 << 16, BufferBytes = 1 << 16;

    /// <summary>Writes a part's sequences, a line each.</summary>
    /// <param name="name">The file.</param>
    /// <param name="part">The part's number.</param>
    /// <param name="check">Told every row.</param>
    /// <param name="report">Told now and then how many events are written.</param>
    /// <exception cref="OutputException">It cannot be written.</exception>
    /// <exception cref="InputException">It would be larger than a data set's files may be.</exception>
    public void WriteSequences(string name, int part, LineCheck check, Action<long> report) => Write(name, stream =>
    {
        Span<byte> text = stackalloc byte[32];
        long events = 0, bytes = 0;
        foreach (var row in database.Rows(
            "SELECT CAST(line AS BIGINT), CAST(place AS BIGINT), CAST(number AS BIGINT) "
            + $"FROM lines WHERE part = {part} ORDER BY line, place"))
        {
            long number = row.GetInt64(2);
            bool begins = check.Begins(row.GetInt64(0), row.GetInt64(1), number);
            int length = 0;
            if (events > 0) text[length++] = (byte)(begins ? '\n' : ' ');
            Utf8Formatter.TryFormat(number, text[length..], out int digits);
            stream.Write(text[..(length + digits)]);
            bytes += length + digits;
            if (bytes >= MostBytes)
            {
                throw new InputException(
                    $"{name} would have more than {MostBytes} bytes; ask for more support, or give a part of the log.");
            }

            if (++events % BetweenReports == 0) report(events);
        }

        check.End();
        if (events > 0) stream.WriteByte((byte)'\n');
    });

    /// <summary>Writes the items' own ids, a line each.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void WriteItems() => Write(ItemIdFile.FileName, stream => ItemIdFile.Write(
        database.Rows("SELECT item_id FROM items ORDER BY number").Select(row => row.GetString(0)), stream));

    private void Write(string name, Action<Stream> write)
    {
        cancellation.ThrowIfCancellationRequested();
        AtomicFile.Write(Path.Combine(folder, name + ".gz"), stream =>
        {
            using var zip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
            using var buffered = new BufferedStream(zip, BufferBytes);
            write(buffered);
        });
    }
}
