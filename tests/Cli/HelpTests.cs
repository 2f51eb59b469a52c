using System.Text.RegularExpressions;

namespace OnDeviceRec.Cli.Tests;

public partial class HelpTests
{
    internal static readonly string[] AllVerbs =
    [
        "demo", "prepare", "config", "run", "train", "distill", "evaluate", "baselines", "recommend", "similar", "inspect",
        "experiment", "quantize", "import", "export", "bench", "shapes", "completion",
    ];

    public static TheoryData<string> Verbs => [.. AllVerbs];

    public static TheoryData<string> VerbsThatReadFiles => [.. AllVerbs.Except(["demo", "bench", "shapes", "config", "completion"])];

    [Fact]
    public async Task The_root_lists_all_verbs()
    {
        Outcome help = (await Odrec.Call(Path.GetTempPath(), "--help")).Done();
        Assert.Empty(help.Errors);
        foreach (string verb in AllVerbs) Assert.Matches($@"(?m)^  {verb} ", help.Output);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Every_verb_has_help_with_examples(string verb)
    {
        Outcome help = (await Odrec.Call(Path.GetTempPath(), verb, "--help")).Done();
        Assert.Empty(help.Errors);
        foreach (string option in (string[])["--json", "--seed", "--threads"])
            Assert.Contains(option, help.Output, StringComparison.Ordinal);
        Assert.NotEmpty(Examples(help.Output));
        Assert.All(Examples(help.Output), example => Assert.StartsWith($"odrec {verb}", example, StringComparison.Ordinal));
    }

    // Only the usage is checked: the examples' files are not there. What is printed needs none.
    [Theory]
    [MemberData(nameof(VerbsThatReadFiles))]
    public async Task Examples_are_right_usage(string verb)
    {
        using var place = Workplace.Create();
        foreach (string example in Examples((await place.Call(verb, "--help")).Output))
        {
            string[] words = [.. Word().Matches(example).Skip(1).Select(match => match.Value.Trim('"'))];
            Outcome outcome = await place.Call(words);
            if (words.Contains("--print-sql")) outcome.Done();
            else outcome.Refused(1);
        }
    }

    // Without the mpirun in front of those for several processes.
    private static string[] Examples(string help) =>
        [
            .. help[(help.IndexOf("Examples:", StringComparison.Ordinal) + "Examples:".Length)..]
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(example => example.StartsWith("mpirun ", StringComparison.Ordinal)
                    ? example[example.IndexOf("odrec ", StringComparison.Ordinal)..]
                    : example),
        ];

    [GeneratedRegex("\"[^\"]*\"|[^ ]+")]
    private static partial Regex Word();
}
