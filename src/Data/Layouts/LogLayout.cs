namespace OnDeviceRec.Data.Layouts;

/// <summary>
/// A log as its publisher ships it: the columns that are read, what a line means, and what makes a sequence of an owner's events. All
/// times are milliseconds since 1970 in UTC.
/// </summary>
public abstract class LogLayout
{
    internal const long Day = 24L * 60 * 60 * 1000;

    private protected LogLayout(string name, string fileName, char separator, params string[] columns)
    {
        Name = name;
        FileName = fileName;
        Separator = separator;
        Columns = columns;
    }

    /// <summary>The layouts there are.</summary>
    public static IReadOnlyList<LogLayout> All { get; } = [new TmallLayout(), new RetailRocketLayout(), new DigineticaLayout()];

    /// <summary>What the layout is called, e.g. <c>tmall</c>; also the name of the data set made of it.</summary>
    public string Name { get; }

    /// <summary>The log's file in the release; inside a .zip it is found by this name.</summary>
    public string FileName { get; }

    /// <summary>What is asked of items and sequences unless told otherwise.</summary>
    public abstract PreparationOptions Defaults { get; }

    internal char Separator { get; }

    /// <summary>
    /// The columns that are read, as the header names them: that of the sequences' owner, that of the item, then those that
    /// <see cref="Read"/> wants. The file may have others.
    /// </summary>
    internal IReadOnlyList<string> Columns { get; }

    /// <summary>An owner's events more than this apart belong to different sequences.</summary>
    internal abstract long LongestPause { get; }

    /// <summary>How fine the times are: 1, or <see cref="Day"/> where the time of day is unknown.</summary>
    internal abstract long Resolution { get; }

    /// <summary>Reads what a line says beside owner and item.</summary>
    /// <param name="fields">The fields of <see cref="Columns"/>.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="isView">Whether it is a view of the item; other actions are left out.</param>
    /// <returns>What is wrong with the line, or null.</returns>
    internal abstract string? Read(LogFields fields, out long time, out bool isView);
}
