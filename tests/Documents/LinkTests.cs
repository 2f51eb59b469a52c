using System.Text.RegularExpressions;

namespace OnDeviceRec.Documents.Tests;

/// <summary>The links of every page: README, docs, and the pages of the rooms.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Every_relative_link_of_a_page_leads_to_a_file_or_folder_of_the_repository() => Checkout.AssertNone(
        from link in Links()
        where link.Path is null || !Checkout.Holds(link.Path)
        select $"{link.Place}: there is no {link.Target}");

    [Fact]
    public void Every_anchor_of_a_link_is_one_of_the_page_it_leads_to()
    {
        var pages = new Dictionary<string, MarkdownPage>();
        Checkout.AssertNone(
            from link in Links()
            where link.Anchor is not null && link.Path is not null && Checkout.Holds(link.Path)
            where !Checkout.IsPage(link.Path) || !Page(link.Path).HasAnchor(link.Anchor)
            select $"{link.Place}: {link.Path} has no heading for #{link.Anchor}");

        MarkdownPage Page(string file) => pages.TryGetValue(file, out MarkdownPage? page) ? page : pages[file] = MarkdownPage.Read(file);
    }

    [Fact]
    public void The_pages_have_links_to_check() => Assert.True(Links().Count() > 20);

    [Theory]
    [InlineData("1.4 Logit scale", "14-logit-scale")]
    [InlineData("Signs: element type 5", "signs-element-type-5")]
    [InlineData("`eng/check-lines` and **you**", "engcheck-lines-and-you")]
    [InlineData("POP & [S-POP](method.md)", "pop--s-pop")]
    [InlineData("Größe snake_case", "größe-snake_case")]
    public void An_anchor_is_made_of_a_heading_as_GitHub_makes_it(string heading, string anchor) =>
        Assert.Equal(anchor, MarkdownPage.AnchorOf(heading));

    [Fact]
    public void Equal_headings_get_numbers_and_code_is_no_heading_and_no_link()
    {
        MarkdownPage page = MarkdownPage.Of(
            """
            # One
            ## One
            ```
            # Two
            ```

                [x](in-code.md)

            `[y](in-a-span.md)` and [z
            z](a.md#b) and ![p](p.png "title")

            - item

                [in a list](c.md)

            [name]: d.md
            """);
        Assert.Equal(["One", "One"], page.Headings);
        Assert.True(page.HasAnchor("one") && page.HasAnchor("one-1") && !page.HasAnchor("two"));
        Assert.Equal([(10, "a.md#b"), (10, "p.png"), (14, "c.md"), (16, "d.md")], page.Links);
    }

    // A path that is null leaves the repository.
    private static IEnumerable<(string Place, string Target, string? Path, string? Anchor)> Links() =>
        from page in Checkout.Pages
        from link in MarkdownPage.Read(page).Links
        where !Scheme().IsMatch(link.Target)
        let parts = link.Target.Split('#', 2)
        select ($"{page}:{link.Line}", link.Target, Resolve(page, Uri.UnescapeDataString(parts[0])), parts.Length > 1 ? parts[1] : null);

    private static string? Resolve(string page, string target)
    {
        if (target.Length == 0) return page;
        var path = new List<string>(target.StartsWith('/') ? [] : page.Split('/')[..^1]);
        foreach (string part in target.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".") continue;
            if (part != "..") path.Add(part);
            else if (path.Count > 0) path.RemoveAt(path.Count - 1);
            else return null;
        }

        return string.Join('/', path);
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:")]
    private static partial Regex Scheme();
}
