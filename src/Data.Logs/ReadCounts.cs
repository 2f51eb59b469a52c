namespace OnDeviceRec.Data.Logs;

/// <summary>What the rows of a log were: Rows = Unreadable + OtherEvents + NoOwner + NoItem + NoTime + Events.</summary>
/// <param name="Rows">Rows but for headers and blank lines.</param>
/// <param name="Unreadable">Rows that could not be read.</param>
/// <param name="OtherEvents">Rows of kinds of events that do not count.</param>
/// <param name="NoOwner">Rows without a user, or without a session in a log of sessions.</param>
/// <param name="NoItem">Rows without an item.</param>
/// <param name="NoTime">Rows without a time.</param>
/// <param name="Events">The others.</param>
public sealed record ReadCounts(
    long Rows, long Unreadable, long OtherEvents, long NoOwner, long NoItem, long NoTime, long Events)
{
    /// <summary>The first unreadable rows.</summary>
    public IReadOnlyList<UnreadableRow> FirstUnreadable { get; init; } = [];

    /// <summary>What was read from which column, as <c>item</c> from <c>itemid</c>, of the first file.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Columns { get; init; } = [];

    /// <summary>How times are written.</summary>
    public string TimeFormat { get; init; } = string.Empty;

    /// <summary>The most frequent kinds of events and how many rows each has; none where the log has no kinds.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Kinds { get; init; } = [];
}
