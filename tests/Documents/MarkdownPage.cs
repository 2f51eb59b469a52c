using System.Text.RegularExpressions;

namespace OnDeviceRec.Documents.Tests;

/// <summary>A page as GitHub shows it, as far as links go: its headings' anchors, and its links.</summary>
internal sealed partial class MarkdownPage
{
    private const int Indent = 4;

    private readonly HashSet<string> anchors = [];

    private MarkdownPage(string text)
    {
        string[] lines = WithoutCodeBlocks(text.Split('\n'));
        Headings = [.. lines.SelectMany(line => Heading().Matches(line)).Select(match => match.Groups["text"].Value)];
        foreach (string heading in Headings) AddAnchor(AnchorOf(heading));
        string prose = CodeSpan().Replace(string.Join('\n', lines), span => new string('\n', span.Value.Count(c => c == '\n')));
        foreach (Match named in NamedAnchor().Matches(prose)) anchors.Add(named.Groups["name"].Value);
        Links = [.. Link().Matches(prose).Select(match => (Checkout.Line(prose, match.Index), match.Groups["target"].Value))];
    }

    /// <summary>The headings' texts, as they are written.</summary>
    public IReadOnlyList<string> Headings { get; }

    /// <summary>The links' lines and targets.</summary>
    public IReadOnlyList<(int Line, string Target)> Links { get; }

    public static MarkdownPage Read(string file) => new(Checkout.Read(file));

    public static MarkdownPage Of(string text) => new(text);

    public bool HasAnchor(string anchor) => anchors.Contains(anchor);

    /// <summary>A heading's anchor: small letters, digits, hyphens and underscores, a hyphen for every space.</summary>
    public static string AnchorOf(string heading)
    {
        string shown = LinkOfHeading().Replace(heading, link => link.Groups["text"].Value).Trim().ToLowerInvariant();
        return NotOfAnchors().Replace(shown, string.Empty).Replace(' ', '-');
    }

    private void AddAnchor(string anchor)
    {
        string name = anchor;
        for (int again = 1; !anchors.Add(name); again++) name = $"{anchor}-{again}";
    }

    // Lines of code are left empty, so that the others keep their numbers.
    private static string[] WithoutCodeBlocks(string[] lines)
    {
        string? fence = null;
        bool afterBlank = true, inList = false;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd(), bare = line.TrimStart();
            if (fence is not null)
            {
                if (bare.StartsWith(fence, StringComparison.Ordinal) && bare.Trim(fence[0]).Length == 0) fence = null;
                lines[i] = string.Empty;
            }
            else if (Fence().Match(line) is { Success: true } opening)
            {
                fence = opening.Groups["fence"].Value;
                lines[i] = string.Empty;
            }
            else if (afterBlank && !inList && bare.Length > 0 && line.Length - bare.Length >= Indent)
            {
                lines[i] = string.Empty;
            }
            else
            {
                afterBlank = bare.Length == 0;
                if (!afterBlank && line.Length == bare.Length) inList = ListItem().IsMatch(line);
            }
        }

        return lines;
    }

    [GeneratedRegex(@"^ {0,3}#{1,6}\s+(?<text>.*?)\s*#*\s*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^ {0,3}(?<fence>`{3,}|~{3,})")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^([-*+]|\d+[.)])\s")]
    private static partial Regex ListItem();

    [GeneratedRegex(@"(?<!`)(?<ticks>`+)(?!`)(?:(?!\n\s*\n).)*?(?<!`)\k<ticks>(?!`)", RegexOptions.Singleline)]
    private static partial Regex CodeSpan();

    // [text](target "title"), also of pictures; [name]: target; href and src.
    [GeneratedRegex(
        """(?:\]\(\s*|^ {0,3}\[[^\]\n]+\]:\s*|\b(?:href|src)=")<?(?<target>[^\s()<>"]+(?:\([^\s()]*\)[^\s()<>"]*)*)""",
        RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex("""<a\s+(?:id|name)="(?<name>[^"]+)""")]
    private static partial Regex NamedAnchor();

    [GeneratedRegex(@"!?\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkOfHeading();

    [GeneratedRegex(@"[^\p{L}\p{M}\p{N}\p{Pc}\- ]")]
    private static partial Regex NotOfAnchors();
}
