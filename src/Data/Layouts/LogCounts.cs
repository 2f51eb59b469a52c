namespace OnDeviceRec.Data.Layouts;

/// <summary>What the lines of a log were.</summary>
/// <param name="Lines">Lines but for the header and blank ones.</param>
/// <param name="Unreadable">Those that could not be read.</param>
/// <param name="OtherActions">Those of other actions than views.</param>
/// <param name="Views">The others: the events that sequences are made of.</param>
/// <param name="Items">Different items among the views.</param>
public sealed record LogCounts(int Lines, UnreadableLines Unreadable, int OtherActions, int Views, int Items);
