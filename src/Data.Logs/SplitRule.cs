namespace OnDeviceRec.Data.Logs;

/// <summary>Which sequences are the test: the log's last days, a share of all by their ends, or every user's last.</summary>
public sealed record SplitRule
{
    private SplitRule(int days, decimal share) => (Days, Share) = (days, share);

    /// <summary>Every user's last sequence.</summary>
    public static SplitRule LastOfUsers { get; } = new(0, 0);

    /// <summary>The log's last days, 0 where it is split otherwise.</summary>
    public int Days { get; }

    /// <summary>The share of all sequences, 0 where it is split otherwise.</summary>
    public decimal Share { get; }

    /// <summary>Whether it is every user's last.</summary>
    public bool IsLastOfUsers => Days == 0 && Share == 0;

    /// <summary>The log's last days.</summary>
    /// <param name="days">How many, at least 1.</param>
    public static SplitRule LastDays(int days)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        return new SplitRule(days, 0);
    }

    /// <summary>The sequences that end last.</summary>
    /// <param name="share">Their share of all, in whole millionths above 0 and below 1.</param>
    public static SplitRule LastShare(decimal share)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(share, 0.000_001m);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(share, 1);
        return new SplitRule(0, share);
    }
}
