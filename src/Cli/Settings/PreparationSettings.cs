using System.CommandLine;
using System.Globalization;
using OnDeviceRec.Data.Logs;
using OnDeviceRec.Data.Logs.Layouts;

namespace OnDeviceRec.Cli.Settings;

/// <summary>How a data set is made of a log's events. What is not given is the layout's, or that of any log.</summary>
internal sealed class PreparationSettings
{
    private const string Preparation = "Preparation";

    private readonly Option<string> keep, gap, duplicates, split, testShare;
    private readonly Option<int?> minLength, maxLength, minSupport, testDays;
    private readonly Option<bool> valid;

    public PreparationSettings(Verb command)
    {
        keep = command.Add(
            Preparation,
            Checks.NotEmpty(new Option<string>("--keep")
            {
                Description =
                    $"The kinds of events that count, with commas between{Default(rules => string.Join(",", rules.Keep), "all")}.",
            }));
        gap = command.Add(
            Preparation,
            Checks.Check(
                new Option<string>("--gap")
                {
                    Description = "The longest pause within a sequence, such as 30m, 2h or 1d; none never cuts"
                        + $"{Default(rules => Pause.Text(rules.LongestPause))}. "
                        + "Where the log has sessions they are cut only if this is given.",
                },
                word => Pause.TryParse(word, out _),
                "it must be a whole number of s, m, h or d, or none"));
        minLength = AtLeast("--min-length", "Events that a sequence needs", rules => Text(rules.MinLength), 2);
        maxLength = AtLeast("--max-length", "Events that a sequence has at most; the last ones stay", _ => "any number", 2);
        minSupport = AtLeast("--min-support", "Occurrences in the train sequences that an item needs", rules => Text(rules.MinSupport), 1);
        duplicates = command.Add(
            Preparation,
            Checks.OneOf(
                new("--duplicates")
                {
                    Description = "keep items right after themselves, or merge them into one.",
                    DefaultValueFactory = _ => "keep",
                },
                "keep",
                "merge"));
        split = command.Add(
            Preparation,
            Checks.OneOf(
                new("--split")
                {
                    Description = "What is the test: the latest by time, or every user's last sequence.",
                    DefaultValueFactory = _ => "time",
                },
                "time",
                "last"));
        testDays = AtLeast("--test-days", "The log's last days that make the test", rules => Days(rules.Split), 1);
        testShare = command.Add(
            Preparation,
            Checks.Check(
                new Option<string>("--test-share")
                {
                    Description =
                        $"The share of all sequences that makes the test, those that end last{Default(rules => Share(rules.Split))}.",
                },
                word => TryShare(word, out _),
                "it must be a number above 0 and below 1"));
        valid = command.Add(
            Preparation,
            new Option<bool>("--valid")
            {
                Description = "Make a validation part too, as large as the test and right before it; "
                    + "without it commands hold out train sequences.",
            });
        command.Validators.Add(result =>
        {
            Option[] given = [.. new Option[] { testDays, testShare }.Where(option => result.GetResult(option) is { Implicit: false })];
            if (given.Length == 2) result.AddError("--test-days and --test-share exclude each other");
            if (given.Length > 0 && result.GetResult(split) is { Implicit: false, Tokens: [{ Value: "last" }] })
                result.AddError($"{given[0].Name} does not go with --split last, of which the test is every user's last sequence");
        });

        Option<int?> AtLeast(string name, string description, Func<PreparationRules, string> value, int least) => command.Add(
            Preparation,
            Checks.Check(
                new Option<int?>(name) { Description = $"{description}{Default(value)}." },
                word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least,
                $"it must be a whole number, at least {least}"));
    }

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [keep, gap, minLength, maxLength, minSupport, duplicates, split, testDays, testShare, valid];

    /// <summary>The option that chooses among a log's rows.</summary>
    public Option OfRows => keep;

    public bool CutsSessions(ParseResult parsed) => parsed.GetValue(gap) is not null;

    public PreparationRules Read(ParseResult parsed, LogLayout? layout)
    {
        PreparationRules rules = layout?.Defaults ?? new PreparationRules();
        int length = parsed.GetValue(minLength) ?? rules.MinLength;
        return rules with
        {
            MinLength = length,
            MaxLength = parsed.GetValue(maxLength),
            MinPrefix = Math.Min(rules.MinPrefix, length - 1),
            MinSupport = parsed.GetValue(minSupport) ?? rules.MinSupport,
            LongestPause = parsed.GetValue(gap) is { } word && Pause.TryParse(word, out TimeSpan? pause) ? pause : rules.LongestPause,
            MergeRepeats = parsed.GetValue(duplicates) == "merge",
            Keep = parsed.GetValue(keep)?.Split(',') ?? rules.Keep,
            Split = SplitOf(parsed, rules.Split),
            Valid = parsed.GetValue(valid),
        };
    }

    private SplitRule SplitOf(ParseResult parsed, SplitRule otherwise)
    {
        if (parsed.GetValue(split) == "last") return SplitRule.LastOfUsers;
        if (parsed.GetValue(testDays) is { } days) return SplitRule.LastDays(days);
        return TryShare(parsed.GetValue(testShare), out decimal share) ? SplitRule.LastShare(share) : otherwise;
    }

    private static bool TryShare(string? word, out decimal share) =>
        decimal.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out share) && share is >= 0.000_001m and < 1;

    // The default of any log, and those of the layouts that have another one.
    private static string Default(Func<PreparationRules, string> value, string none = "none")
    {
        string any = value(new PreparationRules());
        IEnumerable<string> others =
            from layout in LogLayout.All
            let its = value(layout.Defaults)
            where its != any
            select $"{layout.Name} {Shown(its)}";
        return $" [default: {string.Join(", ", [Shown(any), .. others])}]";

        string Shown(string text) => text.Length == 0 ? none : text;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Days(SplitRule split) => split.Days == 0 ? string.Empty : Text(split.Days);

    private static string Share(SplitRule split) => split.Share == 0 ? string.Empty : split.Share.ToString(CultureInfo.InvariantCulture);
}
