using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json.Nodes;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Jobs.Reports.Sections;

/// <summary>What it takes to make the same again: command, settings, versions, machine.</summary>
internal static class SetupSection
{
    /// <summary>Adds the section.</summary>
    /// <param name="page">The page.</param>
    /// <param name="command">The command that made the page.</param>
    /// <param name="settings">The settings, or null.</param>
    public static void Add(HtmlPage page, string command, JsonObject? settings = null)
    {
        page.Section("How to make the same again");
        page.Command(command);
        string version = typeof(SetupSection).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        string vectors = Vector512.IsHardwareAccelerated ? "512" : Vector256.IsHardwareAccelerated ? "256" : "128";
        page.Text(
            $"OnDeviceRec {version}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, "
            + $"{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()} with vectors of {vectors} bits, "
            + $"{WorkerPool.Threads} of {Environment.ProcessorCount} threads.");
        if (settings is null) return;
        page.Table(
            ["setting", "value"],
            settings.Select(setting => (IReadOnlyList<string>)[setting.Key, setting.Value?.ToString() ?? "–"]));
    }
}
