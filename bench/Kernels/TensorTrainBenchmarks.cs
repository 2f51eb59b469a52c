using BenchmarkDotNet.Attributes;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Kernels;

/// <summary>
/// Tmall's 40,727 items of width 128 as a tensor train: rebuilding the table and its gradient, and scores of a batch of 100 encodings from
/// the cores and from the dense table.
/// </summary>
public class TensorTrainBenchmarks : KernelBenchmarks, IDisposable
{
    private const int Batch = 100, Items = 40_727, Width = 128;

    private readonly Arena arena = new();
    private TensorTrainShape shape = null!;
    private Tensor[] cores = [], gradients = [];
    private float[][] twinCores = [];
    private Tensor table = null!, h = null!, scores = null!;

    /// <summary>The balanced grid and a cheap one of about the same size: I, J, R, t.</summary>
    public override IEnumerable<string> Sizes => ["169,241 16,8 60 2", "16,2546 128,1 42 1"];

    /// <summary>The table by its definition.</summary>
    [Benchmark(Baseline = true)]
    public float[] Reference() => TensorTrain.Reference(shape, twinCores);

    [Benchmark]
    public void Rebuild()
    {
        arena.Reset();
        TensorTrain.Materialize(shape, cores, table, arena);
    }

    [Benchmark]
    public void RebuildBackward()
    {
        arena.Reset();
        TensorTrain.MaterializeBackward(shape, cores, table, gradients, arena);
    }

    [Benchmark]
    public void ScoresFromTheTable() => MatrixProduct.Multiply(h, table, scores, transposeB: true);

    [GlobalCleanup]
    public void Dispose()
    {
        foreach (Tensor tensor in (Tensor[])[.. cores, .. gradients, table, h, scores]) tensor.Dispose();
        arena.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override KernelWork WorkOfKernel(string method)
    {
        TensorTrainShape train = Trains.Parse(Items, Size);
        double rebuild = 2.0 * Items * Width * train.PlainRanks[1];
        return KernelWork.OfProducts(method switch
        {
            nameof(RebuildBackward) => 2 * rebuild,
            nameof(ScoresFromTheTable) => 2.0 * Batch * Items * Width,
            _ => rebuild,
        });
    }

    protected override void Prepare()
    {
        shape = Trains.Parse(Items, Size);
        cores = [.. Enumerable.Range(0, shape.Cores).Select(k => new Tensor(shape.CoreShape(k)))];
        gradients = [.. Enumerable.Range(0, shape.Cores).Select(k => new Tensor(shape.CoreShape(k)))];
        TensorTrainInitializer.Fill(shape, cores, seed: 1);
        twinCores = [.. cores.Select(core => core.Span.ToArray())];
        (table, h, scores) = (new Tensor(new Shape(Items, Width)), Uniform(0, Batch, Width), new Tensor(new Shape(Batch, Items)));
        TensorTrain.Materialize(shape, cores, table, arena);
    }
}
