using System.Text.RegularExpressions;
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
        "ON", "OR", "ORDER", "OVER", "PARTITION", "PRECEDING", "RENAME", "ROW", "ROWS", "ROW_NUMBER", "SELECT", "STRING", "TABLE", "THEN",
        "TO", "TRY_CAST", "UNBOUNDED", "UNION", "VIEW", "WHEN", "WHERE",
    ];

    [Fact]
    public void Its_words_are_those_of_both()
    {
        string text = Comment().Replace(LogPreparation.SqlText, string.Empty);
        Assert.Equal([], Upper().Matches(text).Select(word => word.Value).Except(Shared));
        // A function is written in capitals; nothing else stands before a parenthesis but names of none.
        Assert.Equal([], Call().Matches(text).Select(call => call.Groups["name"].Value).Except(Shared));
        // No quotes, casts by colons, braces, brackets, or division, in which the two differ.
        Assert.DoesNotMatch(@"[""'`:{}\[\]/%|]", text);
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

    [Fact]
    public void The_page_has_the_text()
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "prepare.md"));
        Assert.Contains(LogPreparation.SqlText.Trim(), page, StringComparison.Ordinal);
    }

    [GeneratedRegex("--.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b[A-Z][A-Z_]*\b")]
    private static partial Regex Upper();

    [GeneratedRegex(@"\b(?<name>\w+)\(")]
    private static partial Regex Call();
}
