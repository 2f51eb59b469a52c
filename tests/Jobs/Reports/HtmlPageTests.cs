using System.Xml.Linq;
using OnDeviceRec.Jobs.Reports;

namespace OnDeviceRec.Jobs.Tests.Reports;

public class HtmlPageTests
{
    private const string Hostile = "<script>alert(1)</script> & \"'";

    [Fact]
    public void Whatever_a_text_holds_is_text()
    {
        HtmlPage page = Whole();
        XDocument document = Parsed(page);
        Assert.Empty(document.Descendants("script"));
        foreach (string place in (string[])["h1", "h2", "p", "li", "dt", "strong", "code", "th", "td"])
            Assert.Contains(document.Descendants(place), element => element.Value.Contains(Hostile, StringComparison.Ordinal));
        Assert.Equal(2, document.Descendants("svg").Count(svg => (string?)svg.Attribute("aria-label") == Hostile));
    }

    [Fact]
    public void Control_characters_are_written_out()
    {
        var page = new HtmlPage("a\e[31m\0");
        page.Text("b\nc");
        XDocument document = Parsed(page);
        Assert.Equal(@"a\u001b[31m\u0000", document.Descendants("h1").Single().Value);
        Assert.Equal(@"b\u000ac", document.Descendants("p").Single().Value);
    }

    [Fact]
    public void It_asks_for_nothing_and_forbids_itself_to()
    {
        XDocument document = Parsed(Whole());
        string[] addresses = ["src", "href", "action", "data", "poster", "srcset"];
        Assert.DoesNotContain(document.Descendants().Attributes(), attribute => addresses.Contains(attribute.Name.LocalName));
        Assert.DoesNotContain("@import", Whole().ToHtml(), StringComparison.Ordinal);
        XElement policy = document.Descendants("meta").Single(meta => meta.Attribute("http-equiv") is not null);
        Assert.Equal("default-src 'none'; style-src 'unsafe-inline'", (string?)policy.Attribute("content"));
    }

    [Fact]
    public void Figures_are_numbered_and_share_no_names()
    {
        var page = new HtmlPage("two figures");
        for (int i = 0; i < 2; i++)
        {
            Chart chart = Chart.OfNumbers("x", "y");
            chart.Curve("curve", [(0, 1), (1, 2)], color: 0);
            page.Figure(chart, "A curve.");
        }

        XDocument document = Parsed(page);
        Assert.Equal(
            ["Figure 1. A curve.", "Figure 2. A curve."], document.Descendants("figcaption").Select(caption => caption.Value));
        string[] names = [.. document.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(names.Distinct(), names);
        Assert.All(
            document.Descendants().Attributes("clip-path"),
            path => Assert.Contains(path.Value["url(#".Length..^1], names));
    }

    [Fact]
    public void Colors_of_figures_are_variables_of_the_page_s_style()
    {
        Chart chart = Chart.OfRows(["a", "b"], "x");
        for (int color = 0; color < 6; color++) chart.Points($"series {color}", [(color, 0), (1, 1)], color);
        chart.Lines([((0, 0), (1, 1))], color: 1);
        chart.Boxes("boxes", [Chart.Bar(0, 1, row: 1)], color: 2);
        chart.Rule("rule", 0.5);
        string html = Page(chart).ToHtml(), style = html[..html.IndexOf("</style>", StringComparison.Ordinal)];
        foreach (string name in (string[])["ink", "grid", "series-1", "series-2", "series-3", "series-4", "series-5", "series-6"])
        {
            Assert.Contains($"var(--{name})", html, StringComparison.Ordinal);
            Assert.Equal(3, style.Split($"--{name}: ").Length - 1);
        }

        Assert.DoesNotContain("rgb(", html, StringComparison.Ordinal);
    }

    private static HtmlPage Whole()
    {
        Chart chart = Chart.OfNumbers("x", "y");
        chart.Curve(Hostile, [(0, 1), (1, 2)], color: 0);
        chart.Curve("other", [(0, 2), (1, 2)], color: 1);
        var page = new HtmlPage(Hostile);
        page.Section(Hostile);
        page.Lead(Hostile);
        page.Text(Hostile);
        page.List([Hostile]);
        page.Tiles((Hostile, Hostile, Hostile));
        page.Command(Hostile);
        page.Table([Hostile, Hostile], [[Hostile, Hostile]]);
        page.Columns([(Hostile, [Hostile], [[Hostile]])]);
        page.Figure(chart, Hostile);
        return page;
    }

    private static HtmlPage Page(Chart chart)
    {
        var page = new HtmlPage("a figure");
        page.Figure(chart, "A figure.");
        return page;
    }

    // The page is XML but for the elements that HTML leaves open.
    private static XDocument Parsed(HtmlPage page)
    {
        string html = page.ToHtml();
        string xml = string.Join('\n', html.Split('\n').Skip(1).Select(line => line.StartsWith("<meta", StringComparison.Ordinal)
            ? line[..^1] + "/>"
            : line.Replace("&nbsp;", " ", StringComparison.Ordinal)));
        XDocument document = XDocument.Parse(xml);
        foreach (XElement element in document.Descendants()) element.Name = element.Name.LocalName;
        return document;
    }
}
