using System.Diagnostics;

namespace OnDeviceRec.Cli.Tests.Kills;

/// <summary>
/// Counts what a process changes on the disk, and kills it at one of these changes: by <c>kill-at.c</c>, which is loaded before it.
/// </summary>
internal sealed class FileChanges : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("odrec-kill-at-").FullName;

    public FileChanges()
    {
        if (!OperatingSystem.IsLinux())
        {
            Missing = "only Linux loads a library before a process";
            return;
        }

        try
        {
            string source = Repository.PathOf("tests", "Cli", "Kills", "kill-at.c");
            using Process cc = Process.Start("cc", ["-shared", "-fPIC", "-Wall", "-Wextra", "-Werror", "-o", Library, source]);
            cc.WaitForExit();
            Assert.Equal(0, cc.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Missing = "there is no C compiler";
        }
    }

    /// <summary>Why changes cannot be counted here; null where they can.</summary>
    public string? Missing { get; }

    private string Library => Path.Combine(folder, "kill-at.so");

    private string Log => Path.Combine(folder, "changes");

    /// <summary>The environment of a process that is to be killed at a change, from 1.</summary>
    public (string Name, string Value)[] KilledAt(int change, string place) =>
        [("LD_PRELOAD", Library), ("KILL_FOLDER", place), ("KILL_AT", $"{change}")];

    /// <summary>The environment of a process whose changes are counted.</summary>
    public (string Name, string Value)[] Counted(string place) => [.. KilledAt(0, place), ("KILL_LOG", Log)];

    /// <summary>What the counted process changed, in order: what it did, and the path.</summary>
    public string[] Take()
    {
        string[] changes = File.ReadAllLines(Log);
        File.Delete(Log);
        return changes;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
