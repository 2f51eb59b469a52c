using System.Diagnostics;
using System.Text;

namespace OnDeviceRec.Cli.Tests;

/// <summary>The built command in a process of its own, as a user calls it.</summary>
internal sealed class Odrec : IDisposable
{
    // Far more than any call here takes, even on a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Why a test with a language is skipped.</summary>
    public const string NoLanguages = "the machine has no ICU, and so no language whose numbers have commas";

    // 128 and the number of SIGKILL; on Windows, what .NET gives who it kills.
    private static readonly int CodeOfKilled = OperatingSystem.IsWindows() ? -1 : 128 + 9;

    private readonly Process process;
    private readonly Task<string>? output;
    private readonly bool asJson;

    private Odrec(
        string folder,
        IEnumerable<string> arguments,
        bool talks = false,
        string? program = null,
        params IEnumerable<(string Name, string Value)> environment)
        : this(
            new ProcessStartInfo("dotnet", [Path.Combine(program ?? AppContext.BaseDirectory, "odrec.dll"), .. arguments]),
            folder,
            talks,
            environment)
    {
    }

    private Odrec(ProcessStartInfo start, string folder, bool talks, params IEnumerable<(string Name, string Value)> environment)
    {
        start.WorkingDirectory = folder;
        start.RedirectStandardInput = talks;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.StandardOutputEncoding = Encoding.UTF8;
        start.StandardErrorEncoding = Encoding.UTF8;
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        asJson = start.ArgumentList.Contains("--json");
        process = Process.Start(start)!;
        if (!talks) output = process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Calls the command with exactly these arguments, in a folder, and waits for its end.</summary>
    public static async Task<Outcome> Call(string folder, params string[] arguments)
    {
        using var odrec = new Odrec(folder, arguments);
        return await odrec.End();
    }

    /// <summary>Calls it where the environment gives processes the German language, in which 0.5 is 0,5.</summary>
    public static async Task<Outcome> CallInGerman(string folder, params string[] arguments)
    {
        using var odrec = new Odrec(
            folder, arguments, environment: [("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "false"), ("LC_ALL", "de_DE.UTF-8")]);
        return await odrec.End();
    }

    /// <summary>Whether there are languages here for <see cref="CallInGerman"/>.</summary>
    public static async Task<bool> KnowsLanguages() => (await CallInGerman(Path.GetTempPath(), "--version")).Code == 0;

    /// <summary>Calls a copy of the command that lies in another folder.</summary>
    public static async Task<Outcome> CallCopy(string program, string folder, params string[] arguments)
    {
        using var odrec = new Odrec(folder, arguments, program: program);
        return await odrec.End();
    }

    /// <summary>Calls the command as a shell does that has its output led elsewhere, such as <c>2&gt;&amp;-</c>.</summary>
    public static async Task<Outcome> CallRedirected(string folder, string redirection, params string[] arguments)
    {
        string dll = Path.Combine(AppContext.BaseDirectory, "odrec.dll");
        using var odrec = new Odrec(
            new ProcessStartInfo("sh", ["-c", $"exec dotnet \"$@\" {redirection}", "sh", dll, .. arguments]), folder, talks: false);
        return await odrec.End();
    }

    /// <summary>Starts the command and leaves it running.</summary>
    public static Odrec Start(string folder, params string[] arguments) => new(folder, arguments);

    /// <summary>Starts the command in another environment and leaves it running.</summary>
    public static Odrec Start(string folder, (string Name, string Value)[] environment, string[] arguments) =>
        new(folder, arguments, environment: environment);

    /// <summary>Starts the command as nohup does and leaves it running.</summary>
    public static Odrec StartUnderNohup(string folder, params string[] arguments) => new(
        new ProcessStartInfo("nohup", ["dotnet", Path.Combine(AppContext.BaseDirectory, "odrec.dll"), .. arguments]), folder, talks: false);

    /// <summary>Starts the command to write to it and to read what it answers.</summary>
    public static Odrec Talk(string folder, params string[] arguments) => new(folder, arguments, talks: true);

    /// <summary>Writes a line to one that talks.</summary>
    public async Task Say(string line)
    {
        await process.StandardInput.WriteAsync($"{line}\n");
        await process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for the next line of one that talks.</summary>
    public async Task<string> Hear()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await process.StandardOutput.ReadLineAsync(patience.Token)
            ?? throw new InvalidOperationException(
                $"The command ended: {await process.StandardError.ReadToEndAsync(patience.Token)}");
    }

    /// <summary>Waits for a line of standard error that starts with a text.</summary>
    public async Task<string> WaitFor(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardError.ReadLineAsync(patience.Token) is string line)
        {
            if (line.StartsWith(text, StringComparison.Ordinal)) return line;
        }

        throw new InvalidOperationException($"The command ended without '{text}'.");
    }

    /// <summary>As the kernel does when memory runs out: at once, no handler runs.</summary>
    public async Task Kill()
    {
        Assert.False(process.HasExited, "The command ended before it could be killed; give it more to do.");
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>The same at a moment of its run. False if it had ended well before.</summary>
    public async Task<bool> KillAfter(TimeSpan moment)
    {
        await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(moment));
        process.Kill();
        Outcome outcome = await End();
        if (outcome.WasKilled) return true;
        outcome.Done();
        return false;
    }

    /// <summary>As Ctrl+C does, or another signal.</summary>
    public void Interrupt(string signal = "INT")
    {
        Assert.False(process.HasExited, "The command ended before it could be interrupted; give it more to do.");
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>
    /// Waits for the end; what was heard or waited for is not in it again. One that talks is told that nothing more comes.
    /// </summary>
    public async Task<Outcome> End()
    {
        using var patience = new CancellationTokenSource(Patience);
        if (output is null) process.StandardInput.Close();
        Task<string> rest = output ?? process.StandardOutput.ReadToEndAsync(patience.Token);
        string errors = await process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return new Outcome(process.ExitCode, await rest, errors) { AsJson = asJson, WasKilled = process.ExitCode == CodeOfKilled };
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }
}
