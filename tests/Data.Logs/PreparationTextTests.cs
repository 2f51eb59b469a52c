using System.Text.RegularExpressions;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Logs.Engine;

namespace OnDeviceRec.Data.Logs.Tests;

/// <summary>The one SQL text keeps to what DuckDB and Spark SQL share.</summary>
public sealed partial class PreparationTextTests
{
    // All keywords and functions of the text, each of which both have, with the same meaning.
    private static readonly string[] Shared =
    [
        "ALL", "ALTER", "AND", "AS", "BETWEEN", "BIGINT", "BY", "CASE", "CAST", "COALESCE", "COUNT", "CREATE", "CROSS", "CURRENT", "DESC",
        "DISTINCT", "DROP", "ELSE", "END", "EXISTS", "FROM", "GROUP", "IF", "IN", "IS", "JOIN", "LAG", "LEFT", "MAX", "MIN", "MOD", "NULL",
        "ON", "OR", "ORDER", "OVER", "PARTITION", "PRECEDING", "RENAME", "ROW", "ROWS", "ROW_NUMBER", "SELECT", "STRING", "SUM",
        "TABLE", "THEN", "TO", "TRY_CAST", "UNBOUNDED", "UNION", "VIEW", "WHEN", "WHERE", "WITH",
    ];

    [Fact]
    public void Its_words_are_those_of_both()
    {
        string text = Comment().Replace(LogPreparation.SqlText, string.Empty);
        Assert.Equal([], Upper().Matches(text).Select(word => word.Value).Except(Shared));
        // A function is written in capitals; nothing else stands before a parenthesis but names of none.
        Assert.Equal([], Call().Matches(text).Select(call => call.Groups["name"].Value).Except(Shared));
        // No quotes but of the blank text, casts by colons, braces, brackets, or division, in which the two differ.
        Assert.DoesNotMatch(@"[""'`:{}\[\]/%|]", text.Replace("''", string.Empty, StringComparison.Ordinal));
        // A sum of BIGINT is a HUGEINT in DuckDB and a BIGINT in Spark; a row's number is a BIGINT in DuckDB and an INT in Spark.
        Assert.DoesNotMatch(@"(?<!CAST\()\bSUM\(", text);
        Assert.DoesNotMatch(@"(?<!CAST\(|\b(earlier|later) \+ )ROW_NUMBER\(\) OVER \((?!PARTITION BY of_user)", text);
    }

    [Fact]
    public void Its_parts_are_there_and_end_in_statements()
    {
        foreach (string part in (string[])["cut", "split by time", "split by last", "select", "filter", "number"])
        {
            foreach (string statement in PreparationText.Of(part))
                Assert.Matches(@"^(CREATE|DROP|ALTER) [^;]+$", Comment().Replace(statement, string.Empty).Trim());
        }
    }

    [Theory]
    [InlineData(false, "split by time", 86_400_000_000, 0, 1_800_000_000)]
    [InlineData(true, "split by last", 0, 0, long.MaxValue)]
    public void What_is_printed_is_the_text_with_the_settings_in_front_and_one_split(
        bool last, string split, long testMicros, long testMillionths, long pause)
    {
        PreparationRules rules = Scratch.All with
        {
            Split = last ? SplitRule.LastOfUsers : SplitRule.LastDays(1),
            LongestPause = last ? null : TimeSpan.FromMinutes(30),
            MinPrefix = 3,
            MinLength = 4,
        };
        string text = LogPreparation.SqlTextOf(rules, cutsSessions: last);
        Assert.Equal(
            ["settings", "cut", split, "select", "filter", "number"], MarkLine().Matches(text).Select(mark => mark.Groups["name"].Value));
        foreach ((string name, long value) in ((string, long)[])
        [
            ("longest_pause", pause), ("test_micros", testMicros), ("test_millionths", testMillionths), ("cuts_sessions", last ? 1 : 0),
            ("min_length", 4), ("max_length", int.MaxValue), ("min_support", 1), ("min_prefix", 3), ("valid", 0), ("whole_days", 0),
            ("merge_repeats", 0),
        ])
        {
            Assert.Contains($"CAST({value} AS BIGINT) AS {name}", text, StringComparison.Ordinal);
        }

        string whole = LogPreparation.SqlText;
        foreach (string part in text.Split("\n-- == ").Skip(2))
            Assert.Contains($"-- == {part.Trim()}\n", whole, StringComparison.Ordinal);
        Assert.StartsWith(whole[..whole.IndexOf("\n-- == ", StringComparison.Ordinal)], text, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_that_exclude_each_other_are_no_text()
    {
        UsageException refusal = Assert.Throws<UsageException>(
            () => LogPreparation.SqlTextOf(Scratch.All with { MinLength = 3, MaxLength = 2 }, cutsSessions: false));
        Assert.Contains("--max-length 2 is below --min-length 3", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_has_the_text()
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "prepare.md"));
        Assert.Contains(LogPreparation.SqlText.Trim(), page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_scale_has_the_sample_for_Spark() => Assert.Contains(
        $"```python\n{File.ReadAllText(Repository.PathOf("samples", "spark", "prepare.py"))}```",
        File.ReadAllText(Repository.PathOf("docs", "scale.md")),
        StringComparison.Ordinal);

    [GeneratedRegex("^-- == (?<name>.*)$", RegexOptions.Multiline)]
    private static partial Regex MarkLine();

    [GeneratedRegex("--.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b[A-Z][A-Z_]*\b")]
    private static partial Regex Upper();

    [GeneratedRegex(@"\b(?<name>\w+)\(")]
    private static partial Regex Call();
}
