namespace OnDeviceRec.Data.Tests.Layouts;

/// <summary>A view of an item.</summary>
public sealed record LogEvent(string Owner, string Item, long Time);
