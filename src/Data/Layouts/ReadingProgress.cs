namespace OnDeviceRec.Data.Layouts;

/// <summary>How far a log is read.</summary>
/// <param name="Done">Bytes read, unpacked.</param>
/// <param name="Total">Bytes there are.</param>
public readonly record struct ReadingProgress(long Done, long Total);
