namespace OnDeviceRec.Data.Logs.Tests;

/// <summary>An event: whose, in which of their sessions, of which item, at which second since 1970.</summary>
public sealed record LogEvent(string User, string Session, string Item, long Time);
