using OnDeviceRec.Data.Logs.Reading;

namespace OnDeviceRec.Data.Logs.Layouts;

/// <summary>A public log as its publisher ships it: its forms, and what is made of it unless told otherwise.</summary>
public sealed class LogLayout
{
    private LogLayout(string name, string files, PreparationRules defaults, params LogForm[] forms)
    {
        Name = name;
        Files = files;
        Defaults = defaults;
        Forms = forms;
    }

    /// <summary>The layouts there are.</summary>
    public static IReadOnlyList<LogLayout> All { get; } =
    [
        new(
            "tmall",
            "user_log_format1.csv",
            new() { MinSupport = 5, LongestPause = TimeSpan.Zero, Split = SplitRule.LastDays(1), Keep = ["0"] },
            new LogForm(LogFormat.Delimited)
            {
                Delimiter = ",", User = "user_id", Item = "item_id", Time = "time_stamp", Event = "action_type",
                TimeFormat = TimeFormat.DayOf2014,
            }),
        new(
            "retailrocket",
            "events.csv",
            new() { MinLength = 3, MinPrefix = 2, Split = SplitRule.LastDays(7), Keep = ["view"] },
            new LogForm(LogFormat.Delimited)
            {
                Delimiter = ",", User = "visitorid", Item = "itemid", Time = "timestamp", Event = "event",
                TimeFormat = TimeFormat.Named("ms"),
            }),
        new(
            "diginetica",
            "train-item-views.csv",
            new() { LongestPause = null, Split = SplitRule.LastDays(7), WholeDays = true },
            new LogForm(LogFormat.Delimited)
            {
                Delimiter = ";", Session = "sessionId", Item = "itemId", Time = "eventdate", TimeOfDay = "timeframe",
                TimeFormat = TimeFormat.Date,
            }),
        new(
            "yoochoose",
            "yoochoose-clicks.dat",
            new() { LongestPause = null, Split = SplitRule.LastDays(1) },
            new LogForm(LogFormat.Delimited)
            {
                Delimiter = ",", Header = ["session", "timestamp", "item", "category"],
                Session = "session", Item = "item", Time = "timestamp", TimeFormat = TimeFormat.Named("iso"),
            }),
        new(
            "movielens",
            "ratings.dat, ratings.csv or u.data",
            new() { MinLength = 5, LongestPause = null },
            new LogForm(LogFormat.Delimited)
            {
                Delimiter = ",", User = "userId", Item = "movieId", Time = "timestamp", TimeFormat = TimeFormat.Named("s"),
            },
            new LogForm(LogFormat.Delimited)
            {
                Delimiter = "::", Header = ["user", "movie", "rating", "timestamp"],
                User = "user", Item = "movie", Time = "timestamp", TimeFormat = TimeFormat.Named("s"),
            },
            new LogForm(LogFormat.Delimited)
            {
                Delimiter = "\t", Header = ["user", "movie", "rating", "timestamp"],
                User = "user", Item = "movie", Time = "timestamp", TimeFormat = TimeFormat.Named("s"),
            }),
        new(
            "recbole",
            "NAME.inter",
            new(),
            new LogForm(LogFormat.Delimited)
            {
                Delimiter = "\t", User = "user_id", Session = "session_id", Item = "item_id", Time = "timestamp",
            },
            new LogForm(LogFormat.Delimited) { Delimiter = "\t", Session = "session_id", Item = "item_id", Time = "timestamp" },
            new LogForm(LogFormat.Delimited) { Delimiter = "\t", User = "user_id", Item = "item_id", Time = "timestamp" }),
        new(
            "amazon",
            "NAME.json, NAME.jsonl or NAME.csv",
            new() { MinLength = 5, LongestPause = null },
            new LogForm(LogFormat.JsonLines)
            {
                User = "reviewerID", Item = "asin", Time = "unixReviewTime", TimeFormat = TimeFormat.Named("s"),
            },
            new LogForm(LogFormat.JsonLines)
            {
                User = "user_id", Item = "parent_asin", Time = "timestamp", TimeFormat = TimeFormat.Named("ms"),
            },
            new LogForm(LogFormat.Delimited)
            {
                Delimiter = ",", User = "user_id", Item = "parent_asin", Time = "timestamp", TimeFormat = TimeFormat.Named("ms"),
            },
            new LogForm(LogFormat.Delimited)
            {
                Delimiter = ",", Header = ["user", "item", "rating", "timestamp"],
                User = "user", Item = "item", Time = "timestamp", TimeFormat = TimeFormat.Named("s"),
            }),
    ];

    /// <summary>What the layout is called, e.g. <c>tmall</c>; also the name of the data set made of it.</summary>
    public string Name { get; }

    /// <summary>The files of the release that it is about.</summary>
    public string Files { get; }

    /// <summary>What is asked of items and sequences, and how they are cut and split, unless told otherwise.</summary>
    public PreparationRules Defaults { get; }

    /// <summary>The forms in which the log is shipped.</summary>
    internal IReadOnlyList<LogForm> Forms { get; }

    /// <summary>The files' names as such, by which they are found in a .zip.</summary>
    internal IReadOnlyList<string> FileNames =>
        [.. Files.Split([", ", " or "], StringSplitOptions.None).Where(name => !name.StartsWith("NAME", StringComparison.Ordinal))];
}
