using System.Text.RegularExpressions;

namespace OnDeviceRec.Documents.Tests;

/// <summary>Code and pages cite pages by their paths, and the method by its section's number.</summary>
public sealed partial class CitationTests
{
    private const string Method = "docs/method.md";

    [Fact]
    public void Every_page_of_docs_that_code_or_a_page_cites_is_there() => Checkout.AssertNone(
        from one in Checkout.Texts
        from Match page in CitedPage().Matches(one.Text)
        where !Checkout.Holds(page.Groups["page"].Value)
        select $"{one.File}:{Checkout.Line(one.Text, page.Index)}: there is no {page.Groups["page"].Value}");

    [Fact]
    public void Every_section_of_the_method_that_is_cited_is_a_heading_of_its_page()
    {
        HashSet<string> sections = [.. MarkdownPage.Read(Method).Headings.Select(heading => Number().Match(heading).Value)];
        Assert.Contains("1.4", sections);
        Checkout.AssertNone(
            from one in Checkout.Texts
            from section in one.File == Method ? Section().Matches(one.Text) : CitedSections(one.Text)
            where !sections.Contains(section.Groups["number"].Value)
            select $"{one.File}:{Checkout.Line(one.Text, section.Index)}: {Method} has no §{section.Groups["number"].Value}");
    }

    [Theory]
    [InlineData("docs/method.md §1, §2.8 and §6 word for word, not §9", "1 2.8 6")]
    [InlineData("/// (docs/method.md\n    /// §1.4)", "1.4")]
    [InlineData("[method.md](method.md) §4.4", "4.4")]
    [InlineData("`docs/method.md` §3's kl", "3")]
    [InlineData("docs/method.md and §5 of another page", "")]
    [InlineData("othermethod.md §7", "")]
    public void A_citation_may_name_several_sections_and_go_over_lines(string text, string numbers) =>
        Assert.Equal(numbers, string.Join(' ', CitedSections(text).Select(section => section.Groups["number"].Value)));

    private static IEnumerable<Match> CitedSections(string text)
    {
        foreach (Match citation in CitationOfMethod().Matches(text))
        {
            Match section = Section().Match(text, citation.Index, citation.Length);
            for (; section.Success; section = section.NextMatch()) yield return section;
        }
    }

    [GeneratedRegex(@"(?<![\w-]|[\w-]/)(?<page>docs/[\w./-]*?\.md)\b")]
    private static partial Regex CitedPage();

    // The page's name, the end of a link to it, and the sections; between them spaces, ends of lines and the signs of comments.
    [GeneratedRegex(
        @"\bmethod\.md(?:'s)?`?(?:\]\([^)]*\))?(?:\s|///?|#|\*)*§ ?\d+(?:\.\d+)*(?:,?(?: and| or| to)?(?:\s|///?|#|\*)*§ ?\d+(?:\.\d+)*)*")]
    private static partial Regex CitationOfMethod();

    [GeneratedRegex(@"§ ?(?<number>\d+(?:\.\d+)*)")]
    private static partial Regex Section();

    [GeneratedRegex(@"^\d+(?:\.\d+)*")]
    private static partial Regex Number();
}
