using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using OnDeviceRec.Bench.Measuring;
using Perfolizer.Horology;

namespace OnDeviceRec.Bench.Kernels;

/// <summary>
/// <c>bench -- --filter …</c>: BenchmarkDotNet with rates and shares of the peak, and <c>--out FOLDER</c> for a page a class.
/// </summary>
internal static class KernelRuns
{
    // Seconds a row where BenchmarkDotNet's own job takes a minute, the naive twins above all; --job names another.
    // Without tiers: in so few calls some peers' loops stay in code that was not yet optimized, ten times too slow.
    private static Job Seconds => Job.Default
        .WithWarmupCount(3)
        .WithIterationCount(7)
        .WithIterationTime(TimeInterval.FromMilliseconds(150))
        .WithEnvironmentVariable("DOTNET_TieredCompilation", "0");

    public static void Run(string[] arguments)
    {
        int place = Array.IndexOf(arguments, "--out");
        if (place == arguments.Length - 1) throw new FormatException("--out wants a folder.");
        string? folder = place < 0 ? null : arguments[place + 1];
        string[] rest = place < 0 ? arguments : [.. arguments[..place], .. arguments[(place + 2)..]];
        foreach (Summary summary in BenchmarkSwitcher.FromAssembly(typeof(KernelRuns).Assembly).Run(rest, Configuration(rest)))
        {
            if (folder is not null && summary.BenchmarksCases.Length > 0) Write(summary, folder);
        }
    }

    private static ManualConfig Configuration(string[] arguments)
    {
        ManualConfig configuration = ManualConfig.Create(DefaultConfig.Instance).AddColumn(RateColumn.All);
        if (Measuring.OpenBlas.Find() is null)
        {
            configuration.AddFilter(
                new SimpleFilter(one => one.Descriptor.WorkloadMethod.Name != nameof(MatrixProductBenchmarks.OpenBlas)));
        }

        if (!arguments.Contains("--job") && !arguments.Contains("-j")) configuration.AddJob(Seconds.AsDefault());
        return configuration;
    }

    private static void Write(Summary summary, string folder)
    {
        string name = summary.BenchmarksCases[0].Descriptor.Type.Name;
        var text = new AccumulationLogger();
        MarkdownExporter.GitHub.ExportToLog(summary, text);
        ReportPage.Write(folder, name, name, $"dotnet run -c Release --project bench -- --filter '*.{name}.*'", text.GetLog());
    }
}
