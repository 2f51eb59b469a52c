using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Data.Logs;

/// <summary>How a data set is made of events: which count, where sequences end, what is left out, and what is the test.</summary>
public sealed record PreparationRules
{
    /// <summary>How often an item of the catalog occurs in the train sequences, every occurrence counted; at least 1.</summary>
    public int MinSupport { get; init; } = 5;

    /// <summary>How many events a sequence has; at least 2.</summary>
    public int MinLength { get; init; } = 2;

    /// <summary>How many events a sequence has at most, its last ones; null is any number.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Shortest prefix that makes an example; goes into the data set as it is, but below <see cref="MinLength"/>.</summary>
    public int MinPrefix { get; init; } = 1;

    /// <summary>Events more than this apart belong to different sequences; null never cuts.</summary>
    public TimeSpan? LongestPause { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Whether an item right after itself is passed over.</summary>
    public bool MergeRepeats { get; init; }

    /// <summary>The kinds of events that count; none counts all.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>What is the test.</summary>
    public SplitRule Split { get; init; } = SplitRule.LastShare(0.1m);

    /// <summary>Whether there is a validation part, as large as the test and right before it.</summary>
    public bool Valid { get; init; }

    /// <summary>Whether the test's days begin at midnight; they do of themselves where no event has a time of day.</summary>
    public bool WholeDays { get; init; }

    /// <summary>Refuses what can never be.</summary>
    /// <exception cref="UsageException">Two of them exclude each other.</exception>
    internal void Check()
    {
        if (MaxLength < MinLength)
            throw new UsageException($"--max-length {MaxLength} is below --min-length {MinLength}; no sequence is both.");
        if (Valid && Split.Share >= 0.5m)
            throw new UsageException("--valid takes as large a share again as --test-share; together they are below 1.");
    }
}
