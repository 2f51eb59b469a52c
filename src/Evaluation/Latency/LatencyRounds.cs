using System.Diagnostics;
using OnDeviceRec.Data;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Evaluation.Latency;

/// <summary>All that <see cref="LatencyBenchmark"/> measures, ready to run in turn.</summary>
internal sealed class LatencyRounds : IDisposable
{
    // By then everything has been compiled for good, however long one round takes.
    private const int FewestWarmUpRounds = 40;

    private readonly ModelFile file;
    private readonly LatencyOptions options;
    private readonly TensorTrainShape shape;
    private readonly TensorTrainShape? cheapShape;
    private readonly TableRebuild table;
    private readonly RecommendationJob rebuiltJob;
    private readonly MeasuredJob compressed, fullWindow, dense;
    private readonly MeasuredJob? cheap;
    private readonly MemoryRead memory;
    private readonly Timings rebuilds, reads;
    private readonly Action rebuild, read;

    public LatencyRounds(ModelFile file, RecommendationJob job, LatencyOptions options)
    {
        (this.file, this.options) = (file, options);
        ModelConfiguration c = file.Configuration;
        shape = ModelStore.Shape(c.Items, c.Train!);
        cheapShape = Cheaper(shape);
        table = new TableRebuild(file);
        table.Run();
        DeviceModel denseModel = BenchmarkModels.Dense(file, table.Table);
        rebuiltJob = new RecommendationJob(denseModel, options.History, options.Top);
        compressed = new MeasuredJob(job, options.Rounds);
        fullWindow = new MeasuredJob(new RecommendationJob(new DeviceModel(file), c.MaxLength, options.Top), options.Rounds);
        dense = new MeasuredJob(new RecommendationJob(denseModel, options.History, options.Top), options.Rounds);
        if (cheapShape is not null)
        {
            DeviceModel cheapModel = DeviceModel.Load(BenchmarkModels.Random(BenchmarkModels.WithTable(c, cheapShape), seed: 1));
            cheap = new MeasuredJob(new RecommendationJob(cheapModel, options.History, options.Top), options.Rounds);
        }

        memory = new MemoryRead(options.MemoryBytes);
        (rebuilds, reads) = (new Timings(options.Rounds), new Timings(MemoryRead.Parts * options.Rounds));
        (rebuild, read) = (Rebuild, memory.Run);

        // What making all this has left behind is not to be collected while it is measured.
        GC.Collect();
    }

    /// <summary>The search's shape for the same rate, if a list costs fewer multiply-adds with it.</summary>
    internal static TensorTrainShape? Cheaper(TensorTrainShape shape)
    {
        try
        {
            TensorTrainShape found = TensorTrainShapeSearch.Default(shape.Items, shape.Width, shape.Compression);
            return found.MacsPerItem < shape.MacsPerItem ? found : null;
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
            foreach (MeasuredJob? job in (ReadOnlySpan<MeasuredJob?>)[compressed, cheap, fullWindow, dense]) job?.Clear();
            rebuilds.Clear();
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
        Shape = shape,
        FileBytes = file.Length,
        History = options.History,
        Rounds = options.Rounds,
        P50Micros = compressed.Swept.Micros(0.5),
        P99Micros = compressed.Swept.Micros(0.99),
        WarmP50Micros = compressed.Warm.Micros(0.5),
        FullWindowP50Micros = fullWindow.Swept.Micros(0.5),
        AllocatedBytes = compressed.AllocatedBytes + fullWindow.AllocatedBytes,
        DenseP50Micros = dense.Swept.Micros(0.5),
        DenseWarmP50Micros = dense.Warm.Micros(0.5),
        MemoryGBps = memory.PartBytes / (1e3 * reads.Micros(0.5)),
        RebuildP50Micros = rebuilds.Micros(0.5),
        ColdStartMillis = coldStartMillis,
        CheapShape = cheapShape,
        CheapP50Micros = cheap?.Swept.Micros(0.5),
    };

    public void Dispose() => table.Dispose();

    private void Round(int round)
    {
        Sweep();
        compressed.Round();
        cheap?.Round();
        dense.Round();

        // It has the weights of the first one.
        Sweep();
        fullWindow.Round();
        if (round % options.RebuildEvery != 0) return;
        rebuilds.Measure(rebuild);
        rebuiltJob.Reset();
    }

    // Half of the memory: the other half is next.
    private void Sweep()
    {
        for (int part = 0; part < MemoryRead.Parts / 2; part++) reads.Measure(read);
    }

    private void Rebuild()
    {
        table.Run();
        rebuiltJob.Run();
    }
}
