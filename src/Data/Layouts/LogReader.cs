namespace OnDeviceRec.Data.Layouts;

/// <summary>Reads a log of a known layout into columns, line by line.</summary>
internal static class LogReader
{
    // Anything outside is a wrong unit: seconds read as milliseconds lie in 1970, microseconds far ahead.
    private static readonly long Earliest = new DateTimeOffset(1990, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
    private static readonly long Latest = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>Reads the views of a log.</summary>
    /// <param name="path">The log, or the .zip that holds it.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="progress">Told now and then how far the reading is.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="DataFormatException">The file or its header is wrong, or too many lines are.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public static (EventLog Events, LogCounts Counts) Read(
        string path, LogLayout layout, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        const int BetweenChecks = 1 << 16;
        using LogFile file = LogFile.Open(path, layout.FileName);
        int[] columns = ReadHeader(path, file, layout, out int fields);
        Range[] ranges = new Range[fields + 1];
        var events = new EventLog();
        var unreadable = new UnreadableLines();
        int lines = 0, others = 0;
        while (file.Next())
        {
            if (file.Number % BetweenChecks == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                if (file.Progress.Total > 0) progress?.Report(file.Progress with { Stage = "reading the log" });
            }

            if (file.IsText && file.Text.IsEmpty) continue;
            lines++;
            string? problem = ReadLine(file, layout, columns, ranges, events, out bool isView);
            if (problem is not null) unreadable.Add(path, file.Number, problem, lines);
            else if (!isView) others++;
        }

        return (events, new LogCounts(lines, unreadable, others, events.Count, events.Items));
    }

    private static string? ReadLine(
        LogFile file, LogLayout layout, ReadOnlySpan<int> columns, Span<Range> ranges, EventLog events, out bool isView)
    {
        isView = false;
        if (!file.IsText) return "is not UTF-8";
        int fields = ranges.Length - 1;
        if (file.Text.Split(ranges, layout.Separator) != fields) return $"does not have {fields} fields";
        var line = new LogFields(file.Text, ranges, columns);
        string? problem = layout.Read(line, out long time, out isView);
        if (problem is not null) return problem;
        if (!isView) return null;
        if (line.Owner.IsEmpty) return $"{layout.Columns[0]} is blank";
        if (line.ItemId.IsEmpty) return $"{layout.Columns[1]} is blank";
        foreach (char c in line.ItemId)
            if (char.IsControl(c)) return $"{layout.Columns[1]} holds a control character";
        if (time < Earliest || time >= Latest) return "its time is not between 1990 and 2100";
        events.Add(line.Owner, line.ItemId, time);
        return null;
    }

    // Which field each of the layout's columns is.
    private static int[] ReadHeader(string path, LogFile file, LogLayout layout, out int fields)
    {
        string[] header = file.Next() ? file.Text.ToString().Split(layout.Separator) : [];
        fields = header.Length;
        int[] columns = [.. layout.Columns.Select(column => Array.FindIndex(header, name => Same(name, column)))];
        int missing = Array.IndexOf(columns, -1);
        return missing < 0 ? columns : throw new DataFormatException(
            path,
            1,
            $"the header has no column {layout.Columns[missing]}",
            $"give {layout.FileName} as it was published, its first line with the names of the columns between '{layout.Separator}'");
    }

    private static bool Same(string name, string column) => Plain(name).Equals(Plain(column), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) => name.Replace("_", string.Empty, StringComparison.Ordinal);
}
