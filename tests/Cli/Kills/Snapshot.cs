using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OnDeviceRec.Cli.Tests.Kills;

/// <summary>
/// All files of a folder, byte for byte, but for what honestly differs between two runs of one job: what was measured of time and memory,
/// and --resume in the command.
/// </summary>
/// <remarks>
/// Left out are, of JSON, the fields <c>seconds</c>, <c>trainingSeconds</c> and <c>peakBytes</c>; of <c>report.md</c>, the line of the
/// whole job's time and memory and the column of minutes; of <c>report.html</c>, the answers to "How fast is it?" and "What did it take?",
/// the section "Speed" and the seconds of the epochs.
/// </remarks>
internal sealed partial class Snapshot
{
    private static readonly string[] Measured = ["seconds", "trainingSeconds", "peakBytes"];

    private readonly SortedDictionary<string, string> files = new(StringComparer.Ordinal);

    private Snapshot()
    {
    }

    /// <summary>The files that are in a folder.</summary>
    public static Snapshot Of(string folder)
    {
        var snapshot = new Snapshot();
        foreach (string path in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories))
            snapshot.files[Path.GetRelativePath(folder, path)] = Directory.Exists(path) ? "a folder" : Contents(path);
        return snapshot;
    }

    /// <summary>These are the same files with the same contents.</summary>
    /// <param name="other">The other ones.</param>
    /// <param name="how">How these came to be, for a failure.</param>
    public void AssertEqual(Snapshot other, string how)
    {
        Assert.True(files.Keys.SequenceEqual(other.files.Keys), $"{how}: {string.Join(' ', files.Keys.Except(other.files.Keys))} is there, "
            + $"{string.Join(' ', other.files.Keys.Except(files.Keys))} is missing.");
        foreach ((string file, string contents) in files)
            Assert.True(contents == other.files[file], $"{how}: {file} differs: {Difference(contents, other.files[file])}");
    }

    private static string Contents(string path) => Path.GetExtension(path) switch
    {
        ".json" => WithoutMeasured(JsonNode.Parse(File.ReadAllText(path))!).ToJsonString(),
        ".md" => Minutes().Replace(WholeTime().Replace(Command(path), string.Empty), "$1"),
        ".html" => Seconds().Replace(Speed().Replace(Answers().Replace(Command(path), string.Empty), string.Empty), string.Empty),
        _ => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))),
    };

    private static string Command(string path) => File.ReadAllText(path).Replace(" --resume", string.Empty, StringComparison.Ordinal);

    private static JsonNode WithoutMeasured(JsonNode node)
    {
        if (node is JsonObject fields)
        {
            foreach (string name in Measured) fields.Remove(name);
            foreach ((_, JsonNode? value) in fields) if (value is not null) WithoutMeasured(value);
        }
        else if (node is JsonArray list)
        {
            foreach (JsonNode? value in list) if (value is not null) WithoutMeasured(value);
        }

        return node;
    }

    // The first line that differs.
    private static string Difference(string here, string there) => string.Join(
        " / ",
        here.Split('\n').Zip(there.Split('\n')).Where(lines => lines.First != lines.Second).Take(1)
            .Select(lines => $"'{lines.First}', not '{lines.Second}'"));

    [GeneratedRegex(@"^The whole job took .*\n", RegexOptions.Multiline)]
    private static partial Regex WholeTime();

    // A row of the models: name, epochs, best epoch, minutes.
    [GeneratedRegex(@"^(\| [^|]+ \| \d+ \| \d+ \|) [\d.]+ (?=\|)", RegexOptions.Multiline)]
    private static partial Regex Minutes();

    [GeneratedRegex(@"^<div><dt>(How fast is it|What did it take)\?</dt>.*\n", RegexOptions.Multiline)]
    private static partial Regex Answers();

    [GeneratedRegex(@"<h2[^>]*>Speed</h2>.*?(?=<h2)", RegexOptions.Singleline)]
    private static partial Regex Speed();

    // A row of an epoch: the loss with four digits, the seconds.
    [GeneratedRegex(@"(?<=\.\d{4}</td>)<td>\d+</td>")]
    private static partial Regex Seconds();
}
