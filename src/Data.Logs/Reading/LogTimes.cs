using OnDeviceRec.Data.Logs.Engine;
using OnDeviceRec.Data.Logs.Layouts;

namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>The one way in which the times of a log are written: as was said, as the layout has it, or as its first rows show.</summary>
/// <param name="database">What reads the log.</param>
/// <param name="given">How the log is to be read.</param>
internal sealed class LogTimes(LogDatabase database, LogColumns given)
{
    private const int Sample = 1000;

    /// <summary>How times are written; null before the first file.</summary>
    public TimeFormat? Format { get; private set; }

    /// <summary>How the times of a file are written.</summary>
    /// <param name="table">The file.</param>
    /// <param name="columns">Which columns say what.</param>
    /// <param name="form">The layout's form that it has, or null.</param>
    /// <exception cref="DataFormatException">It cannot be told, or is not as in the files before.</exception>
    public TimeFormat Of(LogTable table, ColumnChoice columns, LogForm? form)
    {
        bool isTyped = table.IsTyped(columns.Time);
        if (Format is not null && isTyped != (Format == TimeFormat.Typed))
        {
            throw new DataFormatException(
                table.File.Name,
                null,
                $"the column {table.Columns[columns.Time]} is of another type than in the files before",
                "prepare files of one kind");
        }

        Format ??= isTyped ? TimeFormat.Typed
            : given.TimeFormat is { } name ? TimeFormat.Named(name)
            : given.Time is null && form?.TimeFormat is { } known ? known
            : Guess(table, columns.Time);
        return Format;
    }

    private TimeFormat Guess(LogTable table, int column)
    {
        string[] texts =
        [
            .. database.Rows(
                $"SELECT t FROM (SELECT {table.Time(column)} AS t FROM {table.From} LIMIT {Sample}) WHERE t <> ''")
                .Select(row => row.GetString(0)),
        ];
        if (texts.Length == 0) return TimeFormat.Named("iso");
        (TimeFormat? format, string? problem) = TimeFormat.Guess(texts);
        return format ?? throw new DataFormatException(
            table.File.Name,
            null,
            $"times of an unknown kind are in the column {table.Columns[column]}: {problem}",
            $"name another column with --time, or say with --time-format how they are written: {TimeFormat.Names}, or such as %d/%m/%Y");
    }
}
