using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OnDeviceRec.Documents.Tests;

/// <summary>docs/architecture.md says of the rooms what their project files say, and names types that are there.</summary>
public sealed partial class ArchitectureTests
{
    private const string Page = "docs/architecture.md", Prefix = "OnDeviceRec.";

    [Fact]
    public void The_arrows_of_the_page_are_the_references_of_the_projects() => AssertSame(
        Rows("Who may know whom"),
        from project in Projects()
        from path in Included(project, "ProjectReference")
        select (RoomOf(project), RoomOf(path)),
        Projects().Select(RoomOf));

    [Fact]
    public void The_sources_that_the_page_calls_shared_are_those_that_project_files_link() => AssertSame(
        Rows("Shared sources"),
        from project in Projects()
        from path in Included(project, "Compile")
        where path.StartsWith("../", StringComparison.Ordinal)
        select (RoomOf(project), Path.GetFileNameWithoutExtension(path)),
        []);

    [Fact]
    public void The_page_says_who_sees_whose_internals() => AssertSame(
        Rows("Internals"),
        from source in Sources()
        from Match friend in Friend().Matches(source.Text)
        select (source.File.Split('/')[1], friend.Groups["room"].Value),
        []);

    [Fact]
    public void Every_type_and_member_that_the_page_names_is_declared()
    {
        string[] sources = [.. Sources().Select(source => source.Text)];
        string[] names = [.. Name().Matches(Checkout.Read(Page)).Select(match => match.Groups["name"].Value).Distinct()];
        Assert.True(names.Length > 40);
        Checkout.AssertNone(names.Where(name => !IsDeclared(name)).Select(name => $"{Page}: nothing in src declares {name}"));

        bool IsDeclared(string name)
        {
            string[] parts = name.Split('.');
            var type = new Regex($@"\b(?:class|struct|record|interface|enum)\s+{parts[0]}\b");
            return sources.Where(text => type.IsMatch(text)).Any(text => parts.Length == 1 || Regex.IsMatch(text, $@"\b{parts[1]}\b"));
        }
    }

    // Both ways: what one side has and the other has not.
    private static void AssertSame(
        IReadOnlyList<(string Room, string[] Others)> page, IEnumerable<(string Room, string Other)> code, IEnumerable<string> rooms)
    {
        Assert.NotEmpty(page);
        (string Room, string Other)[] said = [.. page.SelectMany(row => row.Others.Select(other => (row.Room, other)))], done = [.. code];
        Checkout.AssertNone(
        [
            .. rooms.Except(page.Select(row => row.Room)).Select(room => $"{Page}: no row for {room}"),
            .. done.Except(said).Select(one => $"{Page}: the row of {one.Room} lacks {one.Other}"),
            .. said.Except(done).Select(one => $"{Page}: {one.Other} in the row of {one.Room} is in no source"),
        ]);
    }

    /// <summary>The rows <c>| room | → | others |</c> below a heading; a dash stands for none.</summary>
    private static List<(string Room, string[] Others)> Rows(string heading)
    {
        string[] lines = Checkout.Read(Page).Split('\n');
        int start = Array.FindIndex(lines, line => line.StartsWith('#') && line.EndsWith(" " + heading, StringComparison.Ordinal));
        Assert.True(start >= 0, $"{Page} has no heading {heading}.");
        return
        [
            .. from line in lines.Skip(start + 1).TakeWhile(line => !line.StartsWith('#'))
               let row = Arrow().Match(line)
               where row.Success
               let others = row.Groups["others"].Value
               select (row.Groups["room"].Value, others == "–" ? (string[])[] : others.Split(", ")),
        ];
    }

    private static IEnumerable<(string File, string Text)> Sources() => Checkout.Texts.Where(one => IsOfRoom(one.File, ".cs"));

    private static IEnumerable<string> Projects() => Checkout.Files.Where(file => IsOfRoom(file, ".csproj"));

    private static bool IsOfRoom(string file, string extension) =>
        file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(extension, StringComparison.Ordinal);

    private static IEnumerable<string> Included(string project, string element) =>
        from one in XDocument.Load(Repository.PathOf(project)).Descendants(element)
        where one.Attribute("Include") is not null
        select one.Attribute("Include")!.Value.Replace('\\', '/');

    private static string RoomOf(string project) => Path.GetFileNameWithoutExtension(project)[Prefix.Length..];

    [GeneratedRegex(@"^\| (?<room>[\w.]+) \| → \| (?<others>.+?) \|$")]
    private static partial Regex Arrow();

    [GeneratedRegex(@"^\[assembly: InternalsVisibleTo\(""(?:OnDeviceRec\.)?(?<room>[\w.]+)""\)\]", RegexOptions.Multiline)]
    private static partial Regex Friend();

    // `Type` or `Type.Member`.
    [GeneratedRegex(@"`(?<name>[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*(?:\.[A-Z]\w*)?)`")]
    private static partial Regex Name();
}
