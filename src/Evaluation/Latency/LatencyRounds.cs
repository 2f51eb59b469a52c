using System.Diagnostics;
using OnDeviceRec.Data;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Evaluation.Latency;

/// <summary>All that <see cref="LatencyBenchmark"/> measures, ready to run in turn.</summary>
internal sealed class LatencyRounds : IDisposable
{
    // By then everything has been compiled for good, however long one round takes.
    private const int FewestWarmUpRounds = 40;

    private readonly ModelFile file;
    private readonly LatencyOptions options;
    private readonly ModelConfiguration? cheaper;
    private readonly DenseComparison? dense;
    private readonly MeasuredJob compressed, alone, fullWindow;
    private readonly MeasuredJob? cheap;
    private readonly MemoryRead memory;
    private readonly Timings reads;
    private readonly Action read;

    public LatencyRounds(ModelFile file, RecommendationJob job, LatencyOptions options)
    {
        (this.file, this.options) = (file, options);
        ModelConfiguration c = file.Configuration;
        cheaper = Cheaper(c);
        dense = DenseComparison.Of(file, options);
        compressed = new MeasuredJob(job, options.Rounds);
        alone = new MeasuredJob(
            new RecommendationJob(new DeviceModel(file), options.History, options.Top, withScores: false), options.Rounds);
        fullWindow = new MeasuredJob(new RecommendationJob(new DeviceModel(file), c.Encoder.MaxLength, options.Top), options.Rounds);
        if (cheaper is { } shape)
        {
            DeviceModel cheapModel = DeviceModel.Load(BenchmarkModels.Random(shape, seed: 1));
            cheap = new MeasuredJob(new RecommendationJob(cheapModel, options.History, options.Top), options.Rounds);
        }

        memory = new MemoryRead(options.MemoryBytes);
        reads = new Timings(MemoryRead.Parts * options.Rounds);
        read = memory.Run;

        // What making all this has left behind is not to be collected while it is measured.
        GC.Collect();
    }

    /// <summary>The same encoder with the search's train of the same compression, if a list costs fewer MACs with it.</summary>
    internal static ModelConfiguration? Cheaper(ModelConfiguration configuration)
    {
        ModelConfiguration dense = configuration with { Table = DenseShape.Instance };
        try
        {
            ModelConfiguration train = TableShapeSearch.TensorTrain(dense, TableShapeSearch.Compression(configuration, dense));
            ModelConfiguration found = train with { Encoder = configuration.Encoder };
            return TableShapeSearch.MacsPerItem(found) < TableShapeSearch.MacsPerItem(configuration) ? found : null;
        }
        catch (UnreachableCompressionException)
        {
            return null;
        }
    }

    public void WarmUp(CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < FewestWarmUpRounds || Stopwatch.GetElapsedTime(start) < options.WarmUp; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            Round(round);
            foreach (MeasuredJob? job in (ReadOnlySpan<MeasuredJob?>)[compressed, alone, cheap, fullWindow, dense?.Job]) job?.Clear();
            dense?.Rebuilds.Clear();
            reads.Clear();
        }
    }

    public void Run(IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        for (int round = 0; round < options.Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            Round(round);
            progress?.Report(new WorkProgress(round + 1, options.Rounds, "rounds"));
        }
    }

    public LatencyReport Report(double coldStartMillis) => new()
    {
        Configuration = file.Configuration,
        FileBytes = file.Length,
        History = options.History,
        Rounds = options.Rounds,
        P50Micros = compressed.Swept.Micros(0.5),
        P99Micros = compressed.Swept.Micros(0.99),
        WarmP50Micros = compressed.Warm.Micros(0.5),
        ListAloneP50Micros = alone.Swept.Micros(0.5),
        ListAloneWarmP50Micros = alone.Warm.Micros(0.5),
        FullWindowP50Micros = fullWindow.Swept.Micros(0.5),
        AllocatedBytes = compressed.AllocatedBytes + alone.AllocatedBytes + fullWindow.AllocatedBytes,
        DenseP50Micros = dense?.Job.Swept.Micros(0.5),
        DenseWarmP50Micros = dense?.Job.Warm.Micros(0.5),
        MemoryGBps = memory.PartBytes / (1e3 * reads.Micros(0.5)),
        RebuildP50Micros = dense?.Rebuilds.Micros(0.5),
        ColdStartMillis = coldStartMillis,
        CheapShape = cheaper?.Table,
        CheapP50Micros = cheap?.Swept.Micros(0.5),
    };

    public void Dispose() => dense?.Dispose();

    private void Round(int round)
    {
        Sweep();
        compressed.Round();
        alone.Round();
        cheap?.Round();
        dense?.Job.Round();

        // It has the weights of the first one.
        Sweep();
        fullWindow.Round();
        if (round % options.RebuildEvery == 0) dense?.MeasureRebuild();
    }

    // Half of the memory: the other half is next.
    private void Sweep()
    {
        for (int part = 0; part < MemoryRead.Parts / 2; part++) reads.Measure(read);
    }
}
