using System.Text.RegularExpressions;

namespace OnDeviceRec.Documents.Tests;

/// <summary>The repository speaks of itself alone: what it names is in it, wherever it is checked out.</summary>
public sealed partial class PathTests
{
    // Files that may name such a path: the file, the path, and in the comment above it why. There is none.
    private static readonly (string File, string Path)[] Allowed = [];

    [Fact]
    public void No_file_outside_the_tests_names_a_path_that_leaves_the_repository() => Checkout.AssertNone(
        from one in Checkout.Texts
        where !one.File.StartsWith("tests/", StringComparison.Ordinal)
        from path in PathsOutside(one.File, one.Text)
        where !Allowed.Contains((one.File, path.Value))
        select $"{one.File}:{Checkout.Line(one.Text, path.Index)}: {path.Value} is not in the repository");

    [Fact]
    public void Every_allowance_is_needed() => Checkout.AssertNone(
        from one in Allowed
        where !Checkout.Holds(one.File) || PathsOutside(one.File, Checkout.Read(one.File)).All(path => path.Value != one.Path)
        select $"{one.File} names no {one.Path}: take it off the list");

    [Fact]
    public void The_method_is_called_by_the_name_of_its_page()
    {
        // Written so that this file does not hold the name.
        const string Former = "METHOD" + ".md";
        Checkout.AssertNone(
            from one in Checkout.Texts
            where one.Text.Contains(Former, StringComparison.Ordinal)
            select $"{one.File}: {Former} is docs/method.md");
    }

    [Theory]
    [InlineData("README.md", "see ../notes.txt", "../")]
    [InlineData("docs/format.md", "see ../README.md and ../../x", "../../")]
    [InlineData("bench/peers/steps", "../shared/reference", "../shared")]
    [InlineData("src/Cli/Program.cs", "\"/home/me/data\", /tmp, /work/x and /root", "/home /tmp /work /root")]
    [InlineData("docs/kernels.md", "framework/home, </root>, /workshop, $HOME/tmp/, https://x.org/home/", "")]
    public void A_path_leaves_the_repository_above_its_root_or_by_the_name_of_a_machine_s_folder(string file, string text, string paths) =>
        Assert.Equal(paths, string.Join(' ', PathsOutside(file, text).Select(path => path.Value)));

    private static IEnumerable<Match> PathsOutside(string file, string text)
    {
        int depth = file.Count(c => c == '/');
        return Upwards().Matches(text).Where(path => path.Groups["up"].Captures.Count > depth || path.Groups["shared"].Success)
            .Concat(FolderOfMachine().Matches(text));
    }

    [GeneratedRegex(@"(?<![\w./])(?<up>\.\./)+(?<shared>shared\b)?")]
    private static partial Regex Upwards();

    [GeneratedRegex(@"(?<![\w.~<)}\]-])/(?:work|tmp|root|home)\b(?!-)")]
    private static partial Regex FolderOfMachine();
}
