using BenchmarkDotNet.Attributes;
using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Kernels;

/// <summary>The softmax of every row, in place; TensorPrimitives' does not subtract the maximum.</summary>
public class SoftmaxBenchmarks : StreamingBenchmarks, IDisposable
{
    private Tensor rows = null!;

    [Benchmark(Baseline = true)]
    public void Reference()
    {
        for (int row = 0; row < rows.Rows; row++) Softmax.Reference(rows.Row(row));
    }

    [Benchmark]
    public void OnDeviceRec()
    {
        for (int row = 0; row < rows.Rows; row++) Softmax.Run(rows.Row(row));
    }

    [Benchmark]
    public void TensorPrimitives()
    {
        for (int row = 0; row < rows.Rows; row++) System.Numerics.Tensors.TensorPrimitives.SoftMax(rows.Row(row), rows.Row(row));
    }

    [GlobalCleanup]
    public void Dispose()
    {
        rows.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void Prepare()
    {
        base.Prepare();
        rows = Uniform(site: 0, Rows, Width);
    }
}
