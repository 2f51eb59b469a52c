using BenchmarkDotNet.Attributes;

namespace OnDeviceRec.Bench.Kernels;

/// <summary>e^x.</summary>
public class ExpBenchmarks : ElementwiseBenchmarks
{
    [Benchmark]
    public void TensorPrimitives() => System.Numerics.Tensors.TensorPrimitives.Exp(Input, Result);

    protected override void RunReference(ReadOnlySpan<float> x, Span<float> y) => Twins.Exp(null, x, y);

    protected override void Run(ReadOnlySpan<float> x, Span<float> y) => Internals.Exp(null, x, y);
}
