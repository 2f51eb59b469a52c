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
    // What is answered without a measurement.
    private static readonly string[] Questions = ["--list", "--help", "-h", "--version", "--info"];

    // BenchmarkDotNet builds a program of its own; on a busy machine its two minutes are not enough.
    private static readonly TimeSpan BuildTimeout = TimeSpan.FromMinutes(15);

    // Seconds a row where BenchmarkDotNet's own job takes a minute, the naive twins above all; --job names another.
    // Without tiers: in so few calls some peers' loops stay in code that was not yet optimized, ten times too slow.
    private static Job Seconds => Job.Default
        .WithWarmupCount(3)
        .WithIterationCount(7)
        .WithIterationTime(TimeInterval.FromMilliseconds(150))
        .WithEnvironmentVariable("DOTNET_TieredCompilation", "0");

    /// <summary>Runs benchmarks.</summary>
    /// <param name="arguments">What is behind the command's name.</param>
    /// <exception cref="FormatException">A word is no option, or no benchmark was measured.</exception>
    public static void Run(string[] arguments)
    {
        if (arguments is [{ } word, ..] && !word.StartsWith('-'))
        {
            throw new FormatException(
                $"{word} is no report; there are ratios, steps, scaling and sampled, and options of BenchmarkDotNet such as --filter.");
        }

        int place = Array.IndexOf(arguments, "--out");
        if (place == arguments.Length - 1) throw new FormatException("--out wants a folder.");
        string? folder = place < 0 ? null : arguments[place + 1];
        string[] rest = place < 0 ? arguments : [.. arguments[..place], .. arguments[(place + 2)..]];
        int measured = 0, asked = 0;
        foreach (Summary summary in BenchmarkSwitcher.FromAssembly(typeof(KernelRuns).Assembly).Run(rest, Configuration(rest)))
        {
            measured += summary.Reports.Count(report => report.Success);
            asked += summary.BenchmarksCases.Length;
            if (folder is not null && summary.BenchmarksCases.Length > 0) Write(summary, folder);
        }

        if (rest.Any(argument => Questions.Contains(argument))) return;
        if (measured == 0 || measured < asked)
        {
            throw new FormatException(
                $"{measured} of {asked} benchmarks were measured. What failed is named above; --list flat shows names for --filter.");
        }
    }

    private static ManualConfig Configuration(string[] arguments)
    {
        ManualConfig configuration = ManualConfig.Create(DefaultConfig.Instance)
            .AddColumn(RateColumn.All)
            .WithBuildTimeout(BuildTimeout);
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
