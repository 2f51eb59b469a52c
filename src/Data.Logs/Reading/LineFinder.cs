using OnDeviceRec.Data.Logs.Engine;

namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>Which line of a file a row is: the database counts rows, a person lines.</summary>
internal static class LineFinder
{
    /// <summary>The lines of some rows.</summary>
    /// <param name="database">What reads the file.</param>
    /// <param name="table">The file.</param>
    /// <param name="rows">Rows, from 0 and ascending, of those that the database did not reject.</param>
    /// <param name="rejected">Lines that it did reject.</param>
    public static IReadOnlyList<long> Lines(LogDatabase database, LogTable table, IReadOnlyList<long> rows, IReadOnlySet<long> rejected)
    {
        if (!table.HasLines) return [.. rows.Select(row => row + 1)];
        if (rows.Count == 0) return [];
        var delimited = table as DelimitedTable;
        var found = new List<long>();
        bool isQuoted = false;
        long row = -1, line = 0, header = delimited?.HeaderLines ?? 0;
        foreach (var one in database.Rows($"SELECT line FROM {DelimitedTable.Lines(table.File)}"))
        {
            line++;
            string text = one.IsDBNull(0) ? string.Empty : one.GetString(0);
            bool begins = !isQuoted && text.Length > 0 && line > header && !rejected.Contains(line);
            if (delimited?.Quotes == true && !(rejected.Contains(line) && !isQuoted) && text.Count(c => c == '"') % 2 == 1) isQuoted = !isQuoted;
            if (!begins || ++row != rows[found.Count]) continue;
            found.Add(line);
            if (found.Count == rows.Count) break;
        }

        return found;
    }
}
