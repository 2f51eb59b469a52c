using BenchmarkDotNet.Attributes;

namespace OnDeviceRec.Bench.Kernels;

/// <summary>tanh x.</summary>
public class TanhBenchmarks : ElementwiseBenchmarks
{
    [Benchmark]
    public void TensorPrimitives() => System.Numerics.Tensors.TensorPrimitives.Tanh(Input, Result);

    protected override void RunReference(ReadOnlySpan<float> x, Span<float> y) => Twins.Tanh(null, x, y);

    protected override void Run(ReadOnlySpan<float> x, Span<float> y) => Internals.Tanh(null, x, y);
}
