using BenchmarkDotNet.Attributes;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Evaluation.Latency;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Devices;

/// <summary>
/// The device's runtime on one thread, caches warm, random weights: opening a model, appending an item, listing the 20 best of the catalog.
/// Beside it the same encoder with the dense fp32 table, and rebuilding that table.
/// </summary>
public abstract class DeviceBenchmarks : IDisposable
{
    private const int Top = 20, First = 10;

    private readonly int[] items = new int[Top];
    private readonly float[] scores = new float[Top];
    private byte[] bytes = [];
    private DeviceModel model = null!, dense = null!;
    private History history = null!, denseHistory = null!;
    private TableRebuild rebuild = null!;
    private int appends;

    [Params(Precision.Fp32, Precision.Fp16, Precision.Int8, Precision.Int4)]
    public Precision Precision { get; set; }

    /// <summary>The student.</summary>
    protected abstract ModelConfiguration Student { get; }

    [GlobalSetup]
    public void Setup()
    {
        WorkerPool.Threads = 1;
        bytes = BenchmarkModels.Random(Student with { Precision = Precision }, seed: 1);
        ModelFile file = ModelFile.Parse(bytes);
        model = new DeviceModel(file);
        rebuild = new TableRebuild(file);
        rebuild.Run();
        dense = BenchmarkModels.Dense(file, rebuild.Table);
        (history, denseHistory) = (new History(model), new History(dense));
        Fill(model, history);
        Fill(dense, denseHistory);
    }

    [Benchmark]
    public DeviceModel Load() => DeviceModel.Load(bytes);

    /// <summary>The history is encoded: only the table is at work.</summary>
    [Benchmark]
    public int Recommend() => model.Recommend(history, items, scores);

    /// <summary>The history grows from 10 items to 49 and starts again; the time of its first ten, encoded at once, is in.</summary>
    [Benchmark]
    public int AppendAndRecommend() => Append(model, history);

    [Benchmark(Baseline = true)]
    public int DenseAppendAndRecommend() => Append(dense, denseHistory);

    [Benchmark]
    public int RebuildAppendAndRecommend()
    {
        rebuild.Run();
        return Append(dense, denseHistory);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        rebuild.Dispose();
        GC.SuppressFinalize(this);
    }

    private int Append(DeviceModel which, History whose)
    {
        if (whose.Count == whose.Capacity - 1) Fill(which, whose);
        whose.Append(1 + (appends++ % which.Configuration.Items));
        return which.Recommend(whose, items, scores);
    }

    private void Fill(DeviceModel which, History whose)
    {
        whose.Clear();
        for (int item = 1; item <= First; item++) whose.Append(item);
        which.Recommend(whose, items, scores);
    }
}
