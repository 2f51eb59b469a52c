using System.Diagnostics;

namespace OnDeviceRec.Cli.Tests;

/// <summary>What a training shows while it goes on: on a terminal, which the command <c>script</c> gives it, and in a log.</summary>
public sealed class TerminalTests
{
    private const string Redraw = "\r\e[2K", Color = @"\e\[[0-9;]*m";

    [Fact]
    public async Task A_terminal_has_a_line_that_is_redrawn_without_color_where_none_is_wanted()
    {
        Assert.Contains(Redraw, await OnTerminal("xterm-256color"), StringComparison.Ordinal);
        string plain = await OnTerminal("xterm-256color", noColor: true);
        Assert.Contains(Redraw, plain, StringComparison.Ordinal);
        Assert.DoesNotMatch(Color, plain);
    }

    [Fact]
    public async Task A_dumb_terminal_has_plain_lines() =>
        IsPlain((await OnTerminal("dumb")).Replace("\r\n", "\n", StringComparison.Ordinal));

    [Fact]
    public async Task A_log_has_plain_lines()
    {
        using var place = Workplace.Create();
        IsPlain((await place.Call([.. Train])).Done().Errors);
    }

    private static string[] Train => ["train", "--data", "data", "--out", "x.odr", "--width", "8", "--epochs", "2"];

    private static void IsPlain(string log)
    {
        Assert.DoesNotMatch(@"[\r\e█░]", log);
        string[] lines = log.Split('\n');
        Assert.Single(lines, line => line == "teacher");
        foreach (string epoch in (string[])["1/2", "2/2"])
            Assert.Single(lines, line => line.StartsWith($"teacher: epoch {epoch}, ", StringComparison.Ordinal));
    }

    private static async Task<string> OnTerminal(string kind, bool noColor = false)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "script, of util-linux, is not on this machine");
        using var place = Workplace.Create(sequences: 900);
        string command = $"cd '{place["."]}' && dotnet '{Path.Combine(AppContext.BaseDirectory, "odrec.dll")}' {string.Join(' ', Train)}";
        var start = new ProcessStartInfo("/usr/bin/script", ["--quiet", "--return", "--command", command, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TERM"] = kind;
        start.Environment["NO_COLOR"] = noColor ? "1" : string.Empty;
        using Process process = Process.Start(start)!;
        string shown = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, shown);
        return shown;
    }
}
