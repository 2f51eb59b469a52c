using System.Diagnostics;
using System.Text;

namespace OnDeviceRec.Documents.Tests;

/// <summary>The files of the repository: those that git follows, and new ones that it does not ignore.</summary>
internal static class Checkout
{
    private const int LargestText = 1 << 20;

    private static IReadOnlyList<string>? files;

    /// <summary>Their paths from the repository's root, with slashes.</summary>
    public static IReadOnlyList<string> Files => files ??= List();

    /// <summary>The pages.</summary>
    public static IEnumerable<string> Pages => Files.Where(IsPage);

    /// <summary>The files that hold text, with it; large files are data.</summary>
    public static IEnumerable<(string File, string Text)> Texts =>
        from file in Files
        where new FileInfo(Repository.PathOf(file)).Length <= LargestText
        let text = Read(file)
        where !text.Contains('\0', StringComparison.Ordinal)
        select (file, text);

    public static bool IsPage(string file) => file.EndsWith(".md", StringComparison.Ordinal);

    /// <summary>Whether there is a file or a folder of this path.</summary>
    public static bool Holds(string path) =>
        path.Length == 0 || Files.Any(file => file == path || file.StartsWith(path + "/", StringComparison.Ordinal));

    public static string Read(string file) => File.ReadAllText(Repository.PathOf(file));

    /// <summary>The line, from 1, of a place in a text.</summary>
    public static int Line(string text, int at) => text.AsSpan(0, at).Count('\n') + 1;

    /// <summary>Nothing was found; otherwise the test fails with all that was, one a line.</summary>
    public static void AssertNone(IEnumerable<string> problems)
    {
        string[] all = [.. problems];
        Assert.True(all.Length == 0, string.Join('\n', all));
    }

    private static string[] List()
    {
        string git = Repository.PathOf(".git");
        Assert.SkipUnless(Directory.Exists(git) || File.Exists(git), "This is no checkout: only git knows which files belong to it.");
        string[] arguments = ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"git ls-files ended with code {process.ExitCode}.");
        string[] listed = output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return [.. listed.Distinct().Where(file => File.Exists(Repository.PathOf(file)))];
    }
}
