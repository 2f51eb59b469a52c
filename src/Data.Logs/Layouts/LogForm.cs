using OnDeviceRec.Data.Logs.Reading;

namespace OnDeviceRec.Data.Logs.Layouts;

/// <summary>One form in which a publisher ships a log: what its rows are, and which column says what.</summary>
/// <param name="Format">What its rows are.</param>
internal sealed record LogForm(LogFormat Format)
{
    /// <summary>What is between fields, where they are such.</summary>
    public string? Delimiter { get; init; }

    /// <summary>The names of the columns where no header has them; else null.</summary>
    public IReadOnlyList<string>? Header { get; init; }

    /// <summary>The column of users, or null.</summary>
    public string? User { get; init; }

    /// <summary>The column of items.</summary>
    public required string Item { get; init; }

    /// <summary>The column of times.</summary>
    public required string Time { get; init; }

    /// <summary>The column of sessions, or null.</summary>
    public string? Session { get; init; }

    /// <summary>The column of kinds of events, or null.</summary>
    public string? Event { get; init; }

    /// <summary>The column of milliseconds to be added to a day, held below a day; or null.</summary>
    public string? TimeOfDay { get; init; }

    /// <summary>How times are written; null is found out.</summary>
    public TimeFormat? TimeFormat { get; init; }

    /// <summary>The columns that a file of this form has.</summary>
    public IEnumerable<string> Needed => new[] { User, Session, Item, Time, TimeOfDay, Event }.OfType<string>();
}
