namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>A file of a log as a table: its columns, and how SQL reads them.</summary>
/// <param name="file">The file.</param>
/// <param name="columns">The names of its columns.</param>
internal abstract class LogTable(LogFile file, IReadOnlyList<string> columns)
{
    /// <summary>The file.</summary>
    public LogFile File { get; } = file;

    /// <summary>The names of its columns.</summary>
    public IReadOnlyList<string> Columns { get; } = columns;

    /// <summary>What stands behind FROM.</summary>
    public abstract string From { get; }

    /// <summary>Whether a row is none of the format's, an expression.</summary>
    public virtual string IsBroken => "false";

    /// <summary>A column as an id's text: blank or null where there is none.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="DataFormatException">Its type is not one of ids.</exception>
    public abstract string Id(int column);

    /// <summary>
    /// Whether a row's id is a floating-point number that is not whole or so large that it stands for several, an expression.
    /// </summary>
    /// <param name="column">The column.</param>
    public virtual string IsLost(int column) => "false";

    /// <summary>A column of times as text; where it has times as such, as their microseconds.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="DataFormatException">Its type is not one of times.</exception>
    public abstract string Time(int column);

    /// <summary>Whether a column has times as such.</summary>
    /// <param name="column">The column.</param>
    public virtual bool IsTyped(int column) => false;
}
