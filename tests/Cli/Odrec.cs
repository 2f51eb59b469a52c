using System.Diagnostics;
using System.Text;

namespace OnDeviceRec.Cli.Tests;

/// <summary>The built command in a process of its own, as a user calls it.</summary>
internal sealed class Odrec : IDisposable
{
    // Far more than any call here takes, even on a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly Task<string> output;

    private Odrec(string folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "odrec.dll"));
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        output = process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Calls the command with exactly these arguments, in a folder, and waits for its end.</summary>
    public static async Task<Outcome> Call(string folder, params string[] arguments)
    {
        using var odrec = new Odrec(folder, arguments);
        return await odrec.End();
    }

    /// <summary>Starts the command and leaves it running.</summary>
    public static Odrec Start(string folder, params string[] arguments) => new(folder, arguments);

    /// <summary>Waits until a line of standard error starts with a text.</summary>
    public async Task WaitFor(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardError.ReadLineAsync(patience.Token) is string line)
        {
            if (line.StartsWith(text, StringComparison.Ordinal)) return;
        }

        Assert.Fail($"The command ended without '{text}'.");
    }

    /// <summary>As the kernel does when memory runs out: at once, no handler runs.</summary>
    public async Task Kill()
    {
        Assert.False(process.HasExited, "The command ended before it could be killed; give it more to do.");
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>As Ctrl+C does.</summary>
    public void Interrupt()
    {
        Assert.False(process.HasExited, "The command ended before it could be interrupted; give it more to do.");
        using Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end; the errors are those not yet passed by <see cref="WaitFor"/>.</summary>
    public async Task<Outcome> End()
    {
        using var patience = new CancellationTokenSource(Patience);
        string errors = await process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return new Outcome(process.ExitCode, await output, errors);
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }
}
