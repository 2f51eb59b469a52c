using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OnDeviceRec.Bench.Measuring;

/// <summary>What figures belong to: the processor and the versions.</summary>
internal static class Machine
{
    public static string Processor { get; } = Name();

    /// <summary>One line for the head of a page.</summary>
    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Processor}, {Environment.ProcessorCount} processors, {VectorBits}-bit vectors, {RuntimeInformation.OSDescription}, "
        + $"{RuntimeInformation.FrameworkDescription}, {DateTime.UtcNow:yyyy-MM-dd}");

    private static int VectorBits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    private static string Name()
    {
        const string Linux = "/proc/cpuinfo";
        string? line = File.Exists(Linux)
            ? File.ReadLines(Linux).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
