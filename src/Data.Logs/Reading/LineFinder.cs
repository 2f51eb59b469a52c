namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>
/// Which line of a file a row is. The database counts rows, and records of which one may have several lines; a person counts lines. Where
/// the bytes cannot be read here, of a .zst, a record counts as a line.
/// </summary>
internal sealed class LineFinder
{
    private const int BufferBytes = 1 << 16;

    private readonly LogTable table;
    private readonly IReadOnlyList<long> rows;
    private readonly IReadOnlySet<long> rejected;
    private readonly long[] lineOfRow;
    private readonly Dictionary<long, long> lineOfRejected = [];
    private readonly byte separator;
    private readonly bool quotes;
    private long line = 1, record, row = -1;
    private int foundRows, foundRejected;
    private bool within, startsRecord = true, startsField = true, afterReturn, afterQuote;

    private LineFinder(LogTable table, IReadOnlyList<long> rows, IReadOnlySet<long> rejected)
    {
        (this.table, this.rows, this.rejected) = (table, rows, rejected);
        lineOfRow = [.. rows.Select(number => number + 1 + HeaderLines + rejected.Count(one => one <= number + 1 + HeaderLines))];
        if (table is DelimitedTable { Quotes: true } delimited) (quotes, separator) = (true, (byte)delimited.Delimiter[0]);
    }

    private long HeaderLines => table is DelimitedTable { HasHeader: true } ? 1 : 0;

    /// <summary>Finds lines.</summary>
    /// <param name="table">The file.</param>
    /// <param name="rows">Rows, from 0 and ascending, of those that the database did not reject.</param>
    /// <param name="rejected">Records that it did reject, from 1, the header and blank lines counted.</param>
    /// <returns>The line of each row, and of each rejected record.</returns>
    public static (IReadOnlyList<long> OfRows, IReadOnlyDictionary<long, long> OfRejected) Find(
        LogTable table, IReadOnlyList<long> rows, IReadOnlySet<long> rejected)
    {
        var finder = new LineFinder(table, rows, rejected);
        foreach (long one in rejected) finder.lineOfRejected[one] = one;
        if (table is ParquetTable || rows.Count + rejected.Count == 0 || LogBytes.Open(table.File) is not { } bytes)
            return (finder.lineOfRow, finder.lineOfRejected);
        using (bytes) finder.Scan(bytes);
        return (finder.lineOfRow, finder.lineOfRejected);
    }

    private void Scan(Stream bytes)
    {
        byte[] buffer = new byte[BufferBytes];
        for (int read; (read = bytes.Read(buffer)) > 0;)
        {
            foreach (byte b in buffer.AsSpan(0, read))
            {
                bool isRest = afterReturn && b == '\n';
                afterReturn = b == '\r';
                if (isRest) continue;
                bool endsLine = b is (byte)'\r' or (byte)'\n';
                if (startsRecord && Begin(isBlank: endsLine)) return;
                bool isQuoted = Quoted(b);
                startsRecord = endsLine && !isQuoted;
                startsField = startsRecord || (!isQuoted && b == separator);
                if (endsLine) line++;
            }
        }
    }

    // The next record begins; whether it was the last one that is looked for.
    private bool Begin(bool isBlank)
    {
        record++;
        if (rejected.Contains(record))
        {
            lineOfRejected[record] = line;
            foundRejected++;
        }
        else if (!isBlank && record > HeaderLines && foundRows < rows.Count && ++row == rows[foundRows])
        {
            lineOfRow[foundRows++] = line;
        }

        return foundRows == rows.Count && foundRejected == rejected.Count;
    }

    // Whether the byte is within quotes. A quote opens at a field's start alone; two of them within are one.
    private bool Quoted(byte b)
    {
        if (!quotes) return false;
        if (b == '"' && (startsField || within || afterQuote)) (within, afterQuote) = (!within, within);
        else afterQuote = false;
        return within;
    }
}
