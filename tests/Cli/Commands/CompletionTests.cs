using System.CommandLine;
using System.CommandLine.Completions;
using System.Diagnostics;
using System.Text.Json.Nodes;
using OnDeviceRec.Cli.Completion;

namespace OnDeviceRec.Cli.Tests.Commands;

public sealed class CompletionTests
{
    private static readonly RootCommand Root = Application.CreateRoot();

    public static TheoryData<string> Verbs => [.. Root.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name)];

    [Fact]
    public void Every_verb_is_completed_and_the_hidden_one_is_not() =>
        Assert.Equal([.. HelpTests.AllVerbs.Order()], Of("").Where(word => !word.StartsWith('-')).Order());

    [Theory]
    [MemberData(nameof(Verbs))]
    public void All_options_of_a_verb_and_their_words_are_completed(string verb)
    {
        Command command = Root.Subcommands.Single(one => one.Name == verb);
        Assert.Equal([.. command.Options.Select(option => option.Name).Append("--help").Order()], Of(verb, "-").Order());
        foreach (Option option in command.Options.Where(option => option is not Option<bool> && option.Arity.MinimumNumberOfValues > 0))
            Assert.Equal(option.GetCompletions(CompletionContext.Empty).Select(one => one.Label), Of(verb, option.Name, ""));
    }

    [Theory]
    [InlineData("tra", "train")]
    [InlineData("--", "--help --version")]
    [InlineData("run --preset ", "copy paper")]
    [InlineData("run --preset pa", "paper")]
    [InlineData("run --preset=", "--preset=copy --preset=paper")]
    [InlineData("run --preset=pa", "--preset=paper")]
    [InlineData("run --preset = pa", "paper")]
    [InlineData("run --preset =", "copy paper")]
    [InlineData("train --json --sched", "--schedule")]
    [InlineData("train --schedule co", "constant cosine")]
    [InlineData("train --schedule cosine --sched", "")]
    [InlineData("distill --start ", "random teacher")]
    [InlineData("run --refit t", "true")]
    [InlineData("run --refit --tea", "--teachers")]
    [InlineData("quantize student.odr --to ", "fp16 int4 int8")]
    [InlineData("experiment ag", "agreement")]
    [InlineData("experiment agreement --mo", "--model")]
    [InlineData("completion ", "bash fish pwsh zsh")]
    [InlineData("trian --pre", "")]
    public void A_word_is_completed_by_what_is_before_it(string line, string found) =>
        Assert.Equal(found.Split(' ', StringSplitOptions.RemoveEmptyEntries), Of(line.Split(' ')).Order());

    [Theory]
    [InlineData("train --data ")]
    [InlineData("train --data=x")]
    [InlineData("train --epochs ")]
    [InlineData("inspect ")]
    [InlineData("prepare events.csv ")]
    public void Where_a_path_or_a_number_is_meant_nothing_is_said(string line) => Assert.Empty(Of(line.Split(' ')));

    [Fact]
    public async Task Bash_completes()
    {
        Assert.Equal("train", await Bash("odrec tra"));
        Assert.Equal("copy paper", await Bash("odrec run --preset ''"));
        Assert.Equal("--preset", await Bash("odrec run --json --prese"));
        Assert.Equal("paper", await Bash("odrec run --preset = p"));
        Assert.Equal("", await Bash("odrec train --data d"));

        static Task<string> Bash(string line) => Run(
            "bash",
            "-c",
            $"source <(odrec completion bash); COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); "
            + "complete -p odrec | grep -q -- '-F _odrec' || exit 3; _odrec; echo \"${COMPREPLY[*]}\"");
    }

    // The functions of zsh's completion are there only on a terminal.
    [Fact]
    public async Task Zsh_completes()
    {
        Assert.Equal("train", await Zsh("odrec tra"));
        Assert.Equal("copy paper", await Zsh("odrec run --preset ''"));
        Assert.Equal("files", await Zsh("odrec train --data d"));

        static Task<string> Zsh(string line) => Run(
            "zsh",
            "-fc",
            "compdef() { [[ $* == '_odrec odrec' ]] || exit 3 }; compadd() { print -r -- \"${@[2,-1]}\" }; _files() { print files }; "
            + $"source <(odrec completion zsh); words=({line}); CURRENT=$#words; _odrec");
    }

    [Fact]
    public async Task Fish_completes()
    {
        Assert.Equal("train", await Fish("odrec tra"));
        Assert.Equal("copy paper", await Fish("odrec run --preset "));
        Assert.Equal("--preset=paper", await Fish("odrec run --preset=pa"));
        Assert.Equal("mine.csv", await Fish("odrec train --data mi"));

        static Task<string> Fish(string line) => Run(
            "fish", "--no-config", "-c", $"odrec completion fish | source; complete --do-complete '{line}'");
    }

    [Fact]
    public async Task PowerShell_completes()
    {
        Assert.Equal("train", await PowerShell("odrec tra"));
        Assert.Equal("copy paper", await PowerShell("odrec run --preset "));
        Assert.Equal("--preset", await PowerShell("odrec run --json --prese"));
        Assert.Equal("./mine.csv", await PowerShell("odrec train --data mi"));

        static Task<string> PowerShell(string line) => Run(
            "pwsh",
            "-NoProfile",
            "-Command",
            "odrec completion pwsh | Out-String | Invoke-Expression; "
            + $"(TabExpansion2 '{line}' {line.Length}).CompletionMatches.CompletionText");
    }

    [Fact]
    public async Task An_unknown_shell_is_wrong_usage_and_json_holds_the_script()
    {
        (await Odrec.Call(Path.GetTempPath(), "completion", "tcsh")).Refused(2, "'tcsh' is no shell known here", "bash or zsh");
        string script = (await Odrec.Call(Path.GetTempPath(), "completion", "zsh")).Done().Output;
        JsonObject json = (await Odrec.Call(Path.GetTempPath(), "completion", "zsh", "--json")).Json();
        Assert.Equal(("zsh", script), ((string)json["shell"]!, (string)json["script"]!));
    }

    private static IEnumerable<string> Of(params string[] words) => Completions.Of(Root, words);

    // Runs a shell in a folder with a file mine.csv, where odrec is the built command; its lines of output, in one.
    private static async Task<string> Run(string shell, params string[] arguments)
    {
        string path = Environment.GetEnvironmentVariable("PATH")!;
        Assert.SkipWhen(OperatingSystem.IsWindows(), "odrec is put before the shell as a script of sh");
        Assert.SkipUnless(
            path.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, shell))), $"{shell} is not on this machine");
        DirectoryInfo place = Directory.CreateTempSubdirectory("odrec-shell-");
        try
        {
            string odrec = Path.Combine(place.FullName, "odrec");
            await File.WriteAllTextAsync(odrec, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "odrec.dll")}' \"$@\"\n");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(odrec, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            await File.WriteAllTextAsync(Path.Combine(place.FullName, "mine.csv"), "");
            var start = new ProcessStartInfo(shell, arguments)
            {
                WorkingDirectory = place.FullName,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["PATH"] = place.FullName + Path.PathSeparator + path;
            start.Environment["HOME"] = place.FullName;
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, $"{shell} ended with {process.ExitCode}: {await errors}");
            return string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }
}
