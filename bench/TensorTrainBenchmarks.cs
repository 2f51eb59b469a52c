using BenchmarkDotNet.Attributes;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench;

/// <summary>Scores of a batch of 100 encodings against 40,727 items of width 128: from the cores, and from a dense table.</summary>
public class TensorTrainBenchmarks : IDisposable
{
    private const int Batch = 100, Items = 40_727, Width = 128;

    private readonly Arena arena = new();
    private TensorTrainShape shape = null!;
    private Tensor[] cores = [];
    private Tensor table = null!, h = null!, scores = null!;

    /// <summary>The balanced grid and a cheap one of about the same size: I, J, R, t.</summary>
    [Params("169,241 16,8 60 2", "15,2716 128,1 41 1")]
    public string Train { get; set; } = string.Empty;

    [GlobalSetup]
    public void Setup()
    {
        shape = Trains.Parse(Items, Train);
        cores = [.. Enumerable.Range(0, shape.Cores).Select(k => new Tensor(shape.CoreShape(k)))];
        TensorTrainInitializer.Fill(shape, cores, seed: 1);
        (table, h, scores) = (new Tensor(new Shape(Items, Width)), new Tensor(new Shape(Batch, Width)), new Tensor(new Shape(Batch, Items)));
        new Philox(1).FillUniform(h.Span, -1, 1);
        TensorTrain.Materialize(shape, cores, table, arena);
    }

    [Benchmark(Baseline = true)]
    public void Dense() => MatrixProduct.Multiply(h, table, scores, transposeB: true);

    [Benchmark]
    public void FromTheCores()
    {
        arena.Reset();
        TensorTrain.Scores(shape, cores, h, scores, arena);
    }

    [Benchmark]
    public void Rebuild()
    {
        arena.Reset();
        TensorTrain.Materialize(shape, cores, table, arena);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        foreach (Tensor tensor in (Tensor[])[.. cores, table, h, scores]) tensor.Dispose();
        arena.Dispose();
        GC.SuppressFinalize(this);
    }
}
