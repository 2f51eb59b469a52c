namespace OnDeviceRec.Data.Layouts;

/// <summary>The least that a prepared data set asks of its items and sequences, and how much of the log is for the test.</summary>
/// <param name="MinSupport">How often an item of the catalog occurs in the train sequences, every occurrence counted; at least 1.</param>
/// <param name="MinLength">How many items a sequence has; at least 2.</param>
/// <param name="MinPrefix">Shortest prefix that makes an example, 1 .. MinLength − 1; goes into the data set as it is.</param>
/// <param name="TestDays">The log's last days, of 24 hours, that make the test; at least 1.</param>
public sealed record PreparationOptions(int MinSupport, int MinLength, int MinPrefix, int TestDays)
{
    /// <summary>
    /// The same with other numbers where they are given; sequences of <paramref name="minLength"/> items still make an example.
    /// </summary>
    /// <param name="minSupport">How often an item occurs, or null.</param>
    /// <param name="minLength">How many items a sequence has, or null.</param>
    /// <param name="testDays">Days of the test, or null.</param>
    public PreparationOptions With(int? minSupport, int? minLength, int? testDays)
    {
        int length = minLength ?? MinLength;
        return new PreparationOptions(minSupport ?? MinSupport, length, Math.Min(MinPrefix, length - 1), testDays ?? TestDays);
    }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MinSupport, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinLength, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinPrefix, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(MinPrefix, MinLength);
        ArgumentOutOfRangeException.ThrowIfLessThan(TestDays, 1);
    }
}
