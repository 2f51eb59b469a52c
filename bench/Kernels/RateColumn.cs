using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using OnDeviceRec.Bench.Measuring;

namespace OnDeviceRec.Bench.Kernels;

/// <summary>
/// A column computed from the time and the <see cref="KernelWork"/> of a row, and from the row of the peak at the same size.
/// </summary>
internal sealed class RateColumn : IColumn
{
    private readonly Func<KernelWork, double, double, string?> show;

    private RateColumn(string name, string legend, Func<KernelWork, double, double, string?> show) =>
        (ColumnName, Legend, this.show) = (name, legend, show);

    /// <summary>GFLOP/s, GB/s and the share of the peak.</summary>
    public static IColumn[] All { get; } =
    [
        new RateColumn(
            "GFLOP/s", "Operations of the products over the time",
            (work, seconds, _) => work.Operations == 0 ? null : Format.Of(work.Operations / seconds / 1e9)),
        new RateColumn(
            "GB/s", "Bytes read and written over the time",
            (work, seconds, _) => work.Bytes == 0 ? null : Format.Of(work.Bytes / seconds / 1e9)),
        new RateColumn(
            "Peak", "Rate over that of the row Peak: multiply-adds, or a copy",
            (work, seconds, peak) => Format.Percent(work.Amount / seconds / peak)),
    ];

    public string Id => $"{nameof(RateColumn)}.{ColumnName}";

    public string ColumnName { get; }

    public string Legend { get; }

    public bool AlwaysShow => false;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) =>
        summary.BenchmarksCases.Any(one => typeof(KernelBenchmarks).IsAssignableFrom(one.Descriptor.Type));

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, summary.Style);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        BenchmarkCase? peak = summary.BenchmarksCases.FirstOrDefault(one =>
            one.Descriptor.WorkloadMethod.Name == nameof(KernelBenchmarks.Peak)
            && one.Parameters.Equals(benchmarkCase.Parameters) && one.Job.Equals(benchmarkCase.Job));
        if (Seconds(summary, benchmarkCase) is not { } seconds) return "–";
        double peakRate = peak is not null && Seconds(summary, peak) is { } peakSeconds ? Work(peak).Amount / peakSeconds : double.NaN;
        return show(Work(benchmarkCase), seconds, peakRate) ?? "–";
    }

    private static double? Seconds(Summary summary, BenchmarkCase one) => summary[one]?.ResultStatistics?.Median / 1e9;

    private static KernelWork Work(BenchmarkCase one)
    {
        var benchmarks = (KernelBenchmarks)Activator.CreateInstance(one.Descriptor.Type)!;
        benchmarks.Size = (string)one.Parameters[nameof(KernelBenchmarks.Size)];
        return benchmarks.WorkOf(one.Descriptor.WorkloadMethod.Name);
    }
}
