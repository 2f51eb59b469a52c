namespace OnDeviceRec.Data.Logs;

/// <summary>How a log is to be read where that is not to be found out; null is found out.</summary>
public sealed record LogColumns
{
    /// <summary>The column of users.</summary>
    public string? User { get; init; }

    /// <summary>The column of items.</summary>
    public string? Item { get; init; }

    /// <summary>The column of times.</summary>
    public string? Time { get; init; }

    /// <summary>The column of sessions.</summary>
    public string? Session { get; init; }

    /// <summary>The column of kinds of events.</summary>
    public string? Event { get; init; }

    /// <summary>The names of the columns of a log that has no header.</summary>
    public IReadOnlyList<string>? Header { get; init; }

    /// <summary>What is between fields.</summary>
    public string? Delimiter { get; init; }

    /// <summary>How times are written: s, ms, us, ns, iso, or a pattern such as %d/%m/%Y.</summary>
    public string? TimeFormat { get; init; }
}
