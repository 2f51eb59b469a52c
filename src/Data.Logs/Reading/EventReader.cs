using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Logs.Engine;

namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>Reads the files of a log into the table that the preparation starts from.</summary>
/// <param name="database">Where it goes.</param>
/// <param name="options">How the log is to be read.</param>
/// <param name="progress">Told how far the reading is.</param>
/// <param name="cancellation">Stops it.</param>
internal sealed class EventReader(
    LogDatabase database, PreparationOptions options, IProgress<WorkProgress> progress, CancellationToken cancellation)
{
    private const double Mebibyte = 1 << 20;

    private readonly RowTable rows = new(database);
    private readonly LogTimes times = new(database, options.Columns);
    private readonly LogTables tables = new(database, options.Layout, options.Columns);

    /// <summary>Reads the files.</summary>
    /// <param name="files">The files.</param>
    /// <exception cref="DataFormatException">A file is wrong, or too many of the log's rows are.</exception>
    /// <exception cref="UsageException">Kinds of events are to be kept, and none are known.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public ReadCounts Read(IReadOnlyList<LogFile> files)
    {
        var unreadable = new UnreadableRows(database, rows);
        IReadOnlyList<KeyValuePair<string, string>> columns = [];
        double[] sizes = [.. files.Select(file => new FileInfo(file.Path).Length / Mebibyte)];
        double done = 0;
        rows.Create();
        for (int i = 0; i < files.Count; i++)
        {
            LogFile file = CompressedFile.Checked(files[i], database.Folder, cancellation);
            (LogTable table, ColumnChoice choice) = Read(i, file, unreadable, share => progress.Report(
                new WorkProgress(done + (share * sizes[i]), sizes.Sum(), "MiB")));
            if (i == 0) columns = Shown(table, choice);
            done += sizes[i];
        }

        rows.CreateEvents();
        return Count(unreadable) with { Columns = columns, TimeFormat = times.Format!.Meaning, Kinds = rows.Kinds() };
    }

    private (LogTable Table, ColumnChoice Columns) Read(int number, LogFile file, UnreadableRows unreadable, Action<double> report)
    {
        try
        {
            (LogTable table, ColumnChoice columns, var form) = tables.Open(file);
            if (options.Rules.Keep.Count > 0 && columns.Event < 0)
                throw new UsageException("--keep names kinds of events, but no column is known to have them; name it with --event.");
            TimeFormat format = times.Of(table, columns, form);
            unreadable.Forget();
            long before = rows.Count();
            rows.Add(number, table, columns, format, options.Rules.Keep, report);
            unreadable.Add(table, columns, before);
            return (table, columns);
        }
        catch (InputException e) when (LogDatabase.ReasonOf(e) is { } reason)
        {
            // So the database says that some lines end with LF and others with CR LF.
            bool isMixed = reason.Contains("invalid state", StringComparison.Ordinal);
            throw new DataFormatException(
                file.Name,
                null,
                isMixed ? "some lines end with LF and others with CR LF" : $"cannot be read, {reason}",
                isMixed ? "make the ends of all lines the same" : "check that it is whole and what its name says",
                e);
        }
    }

    private ReadCounts Count(UnreadableRows unreadable)
    {
        Dictionary<RowProblem, long> counts = rows.Problems();
        long all = counts.Values.Sum() + unreadable.Rejected;
        long bad = unreadable.Rejected + Of(RowProblem.Broken) + Of(RowProblem.Time) + Of(RowProblem.Item);
        if (!options.BadRows.Allows(bad, all))
            throw unreadable.TooMany(options.Logs[0], $"{bad} of {all} rows cannot be read, more than {options.BadRows}");
        return new ReadCounts(
            all,
            bad,
            Of(RowProblem.OtherEvent),
            Of(RowProblem.NoOwner),
            Of(RowProblem.NoItem),
            Of(RowProblem.NoTime),
            Of(RowProblem.None))
        {
            FirstUnreadable = unreadable.First,
        };

        long Of(RowProblem problem) => counts.GetValueOrDefault(problem);
    }

    private static KeyValuePair<string, string>[] Shown(LogTable table, ColumnChoice choice) =>
    [
        .. from one in new (string Name, int Column)[]
           {
               ("user", choice.User), ("session", choice.Session), ("item", choice.Item), ("time", choice.Time), ("event", choice.Event),
           }
           where one.Column >= 0
           select KeyValuePair.Create(one.Name, table.Columns[one.Column]),
    ];
}
