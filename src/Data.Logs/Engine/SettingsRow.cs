using OnDeviceRec.Data.Logs.Reading;

namespace OnDeviceRec.Data.Logs.Engine;

/// <summary>The table <c>settings</c>: one row that says to the SQL text what is asked for.</summary>
internal static class SettingsRow
{
    private const long Million = 1_000_000;

    /// <summary>The statement that makes the table, in words that DuckDB and Spark SQL share.</summary>
    /// <param name="rules">How the data set is to be made.</param>
    /// <param name="cutsSessions">Whether sessions are cut at pauses too.</param>
    public static string Statement(PreparationRules rules, bool cutsSessions)
    {
        (string Name, long Value)[] settings =
        [
            ("longest_pause", rules.LongestPause is { } longest ? (long)longest.TotalSeconds * Million : long.MaxValue),
            ("test_micros", rules.Split.Days * TimeFormat.Day),
            ("test_millionths", (long)(rules.Split.Share * Million)),
            ("whole_days", rules.WholeDays ? 1 : 0),
            ("valid", rules.Valid ? 1 : 0),
            ("cuts_sessions", cutsSessions ? 1 : 0),
            ("merge_repeats", rules.MergeRepeats ? 1 : 0),
            ("min_length", rules.MinLength),
            ("max_length", rules.MaxLength ?? int.MaxValue),
            ("min_support", rules.MinSupport),
            ("min_prefix", rules.MinPrefix),
        ];
        return "CREATE TABLE settings AS\nSELECT "
            + string.Join(",\n       ", settings.Select(one => $"CAST({Sql.Number(one.Value)} AS BIGINT) AS {one.Name}"));
    }
}
