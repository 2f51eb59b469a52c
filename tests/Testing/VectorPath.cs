using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.Intrinsics;
using System.Text.RegularExpressions;

namespace OnDeviceRec.Testing;

/// <summary>
/// The vectors that kernels find, and test classes run once more with narrower ones: the runtime's switches hold for a whole process,
/// so the test program starts itself.
/// </summary>
public static partial class VectorPath
{
    private const string Variable = "ODREC_TEST_VECTOR_BITS";

    // Each switch takes the wider instructions with it.
    private static readonly Dictionary<int, string> Switches = new()
    {
        [256] = "DOTNET_EnableAVX512",
        [128] = "DOTNET_EnableAVX2",
        [0] = "DOTNET_EnableHWIntrinsic",
    };

    /// <summary>Bits of the widest vectors that the processor computes with here; 0 without any.</summary>
    public static int Bits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    /// <summary>What this process was started to find, null for the one that was not started by <see cref="Run"/>.</summary>
    public static int? Forced =>
        Environment.GetEnvironmentVariable(Variable) is { } bits ? int.Parse(bits, CultureInfo.InvariantCulture) : null;

    /// <summary>Runs classes of a test program, named as its option -class takes them, where vectors have these bits.</summary>
    /// <returns>The tests that were run, not counting skipped ones.</returns>
    /// <exception cref="InvalidOperationException">A test failed; the message holds the output.</exception>
    public static int Run(int bits, Assembly program, params ReadOnlySpan<string> classes)
    {
        var start = new ProcessStartInfo("dotnet", [program.Location, "-noColor", "-noLogo"]) { RedirectStandardOutput = true };
        foreach (string name in classes)
        {
            start.ArgumentList.Add("-class");
            start.ArgumentList.Add(name);
        }

        foreach (string name in Switches.Values) start.Environment.Remove(name);
        start.Environment[Switches[bits]] = "0";
        start.Environment[Variable] = bits.ToString(CultureInfo.InvariantCulture);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Match summary = Summary().Match(output);
        if (process.ExitCode != 0 || !summary.Success)
            throw new InvalidOperationException($"The tests with vectors of {bits} bits ended with code {process.ExitCode}:\n{output}");
        return Number("total") - Number("skipped");

        int Number(string group) => int.Parse(summary.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Total: (?<total>\d+), Errors: 0, Failed: 0, Skipped: (?<skipped>\d+)")]
    private static partial Regex Summary();
}
