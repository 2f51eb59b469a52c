using BenchmarkDotNet.Attributes;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Bench.Kernels;

/// <summary>tanh x.</summary>
public class TanhBenchmarks : ElementwiseBenchmarks
{
    [Benchmark]
    public void TensorPrimitives() => System.Numerics.Tensors.TensorPrimitives.Tanh(Input, Result);

    protected override void RunReference(ReadOnlySpan<float> x, Span<float> y) => Tanh.Reference(x, y);

    protected override void Run(ReadOnlySpan<float> x, Span<float> y) => Tanh.Run(x, y);
}
