using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Jobs.Reports;

/// <summary>
/// A page of HTML that needs nothing but itself: style and figures are in it, it asks the network for nothing and runs no script. Texts
/// are encoded; figures come as wide and as narrow SVG, of which the style shows one.
/// </summary>
/// <param name="title">What the page is headed.</param>
internal sealed class HtmlPage(string title)
{
    private const string StyleName = "report.css";

    private readonly StringBuilder body = new();
    private int figures;

    /// <summary>Starts a section.</summary>
    /// <param name="heading">Its heading.</param>
    public void Section(string heading) => Line($"<h2>{Encoded(heading)}</h2>");

    /// <summary>A paragraph.</summary>
    /// <param name="text">Plain sentences.</param>
    public void Text(string text) => Line($"<p>{Encoded(text)}</p>");

    /// <summary>A paragraph that is to be read first.</summary>
    /// <param name="text">Plain sentences.</param>
    public void Lead(string text) => Line($"<p class=\"lead\">{Encoded(text)}</p>");

    /// <summary>Figures beside each other that answer a question each.</summary>
    /// <param name="tiles">The question, the answer in a word, and what it has to be seen beside.</param>
    public void Tiles(params ReadOnlySpan<(string Label, string Value, string Note)> tiles)
    {
        Line($"<dl class=\"tiles\">");
        foreach ((string label, string value, string note) in tiles)
        {
            Line($"<div><dt>{Encoded(label)}</dt><dd><strong>{Encoded(value)}</strong>{Encoded(note)}</dd></div>");
        }

        Line($"</dl>");
    }

    /// <summary>A line to type.</summary>
    /// <param name="command">The command.</param>
    public void Command(string command) => Line($"<pre><code>{Encoded(command)}</code></pre>");

    /// <summary>A list of sentences.</summary>
    /// <param name="sentences">The sentences.</param>
    public void List(IEnumerable<string> sentences)
    {
        Line($"<ul>");
        foreach (string sentence in sentences) Line($"<li>{Encoded(sentence)}</li>");
        Line($"</ul>");
    }

    /// <summary>A table; the first column holds the rows' names.</summary>
    /// <param name="heads">The columns' heads.</param>
    /// <param name="rows">The cells of the rows.</param>
    public void Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        Line($"<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"{Encoded(heads[0])}\"><table>");
        Line($"<thead><tr>{string.Concat(heads.Select(head => $"<th scope=\"col\">{Encoded(head)}</th>"))}</tr></thead><tbody>");
        foreach (IReadOnlyList<string> cells in rows)
        {
            string rest = string.Concat(cells.Skip(1).Select(cell => $"<td>{Encoded(cell)}</td>"));
            Line($"<tr><th scope=\"row\">{Encoded(cells[0])}</th>{rest}</tr>");
        }

        Line($"</tbody></table></div>");
    }

    /// <summary>Tables beside each other where there is room, each under a text.</summary>
    /// <param name="tables">The texts and the tables.</param>
    public void Columns(IEnumerable<(string Text, IReadOnlyList<string> Heads, IEnumerable<IReadOnlyList<string>> Rows)> tables)
    {
        Line($"<div class=\"columns\">");
        foreach ((string text, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows) in tables)
        {
            Line($"<div>");
            Text(text);
            Table(heads, rows);
            Line($"</div>");
        }

        Line($"</div>");
    }

    /// <summary>A figure.</summary>
    /// <param name="chart">What is drawn.</param>
    /// <param name="caption">What it shows, with units.</param>
    public void Figure(Chart chart, string caption)
    {
        figures++;
        Line($"<figure id=\"figure-{figures}\">");
        foreach (ChartWidth width in Enum.GetValues<ChartWidth>())
        {
            string name = width.ToString().ToLowerInvariant();
            Line($"<div class=\"{name}\">{chart.ToSvg(width, $"figure-{figures}-{name}", Encoded(caption))}</div>");
        }

        Line($"<figcaption>Figure {figures}. {Encoded(caption)}</figcaption></figure>");
    }

    /// <summary>Writes the page.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void Write(string path)
    {
        OutputFolder.Create(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToHtml())));
    }

    /// <summary>The page.</summary>
    public string ToHtml() =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="color-scheme" content="light dark">
        <title>{Encoded(title)}</title>
        <style>
        {Style()}</style>
        </head>
        <body>
        <main>
        <h1>{Encoded(title)}</h1>
        {body}</main>
        </body>
        </html>

        """.ReplaceLineEndings("\n");

    private static string Encoded(string text) => WebUtility.HtmlEncode(PrintableText.Of(text));

    private static string Style()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(StyleName)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private void Line(FormattableString text) => body.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
