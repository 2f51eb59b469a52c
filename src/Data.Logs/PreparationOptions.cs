using OnDeviceRec.Data.Logs.Layouts;

namespace OnDeviceRec.Data.Logs;

/// <summary>A log, what is to be made of it, where it goes, and with what means.</summary>
/// <param name="Logs">Files, folders and patterns.</param>
/// <param name="Folder">The data set's folder.</param>
/// <param name="Rules">How the data set is made.</param>
public sealed record PreparationOptions(IReadOnlyList<string> Logs, string Folder, PreparationRules Rules)
{
    /// <summary>With less memory than this no log is prepared.</summary>
    public const long LeastMemory = 300_000_000;

    /// <summary>Whose log it is, or null.</summary>
    public LogLayout? Layout { get; init; }

    /// <summary>How the log is to be read.</summary>
    public LogColumns Columns { get; init; } = new();

    /// <summary>Whether a log with sessions is cut at pauses too.</summary>
    public bool CutsSessions { get; init; }

    /// <summary>Whether a data set that is there already is replaced.</summary>
    public bool Replace { get; init; }

    /// <summary>How many rows may be unreadable.</summary>
    public BadRowLimit BadRows { get; init; } = BadRowLimit.Default;

    /// <summary>The bound of memory in bytes, at least <see cref="LeastMemory"/>.</summary>
    public long Memory { get; init; } = 2_000_000_000;

    /// <summary>Threads to use; the result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
