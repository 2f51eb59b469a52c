using BenchmarkDotNet.Attributes;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Bench.Kernels;

/// <summary>e^x.</summary>
public class ExpBenchmarks : ElementwiseBenchmarks
{
    [Benchmark]
    public void TensorPrimitives() => System.Numerics.Tensors.TensorPrimitives.Exp(Input, Result);

    protected override void RunReference(ReadOnlySpan<float> x, Span<float> y) => Exp.Reference(x, y);

    protected override void Run(ReadOnlySpan<float> x, Span<float> y) => Exp.Run(x, y);
}
