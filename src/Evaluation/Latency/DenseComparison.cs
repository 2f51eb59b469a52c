using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Evaluation.Latency;

/// <summary>What a model is compared with: its encoder with the whole table in fp32, read, and made again for every list.</summary>
internal sealed class DenseComparison : IDisposable
{
    private readonly TableRebuild table;
    private readonly RecommendationJob rebuiltJob;
    private readonly Action rebuild;

    private DenseComparison(ModelFile file, LatencyOptions options)
    {
        table = new TableRebuild(file);
        table.Run();
        DeviceModel model = BenchmarkModels.Dense(file, table.Table);
        rebuiltJob = new RecommendationJob(model, options.History, options.Top);
        Job = new MeasuredJob(new RecommendationJob(model, options.History, options.Top), options.Rounds);
        Rebuilds = new Timings(options.Rounds);
        rebuild = Rebuild;
    }

    /// <summary>Append and list with the whole table.</summary>
    public MeasuredJob Job { get; }

    /// <summary>The table made again, and a list.</summary>
    public Timings Rebuilds { get; }

    /// <summary>The comparison, or null where no file holds a table so large.</summary>
    public static DenseComparison? Of(ModelFile file, LatencyOptions options)
    {
        ModelConfiguration dense = file.Configuration with { Table = DenseShape.Instance, Precision = Precision.Fp32 };
        return ModelFile.FileBytes(dense) <= Array.MaxLength ? new DenseComparison(file, options) : null;
    }

    /// <summary>Measures making the table again.</summary>
    public void MeasureRebuild()
    {
        Rebuilds.Measure(rebuild);
        rebuiltJob.Reset();
    }

    public void Dispose() => table.Dispose();

    private void Rebuild()
    {
        table.Run();
        rebuiltJob.Run();
    }
}
