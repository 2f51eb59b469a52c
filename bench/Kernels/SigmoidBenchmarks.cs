using BenchmarkDotNet.Attributes;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Bench.Kernels;

/// <summary>1/(1 + e^−x).</summary>
public class SigmoidBenchmarks : ElementwiseBenchmarks
{
    [Benchmark]
    public void TensorPrimitives() => System.Numerics.Tensors.TensorPrimitives.Sigmoid(Input, Result);

    protected override void RunReference(ReadOnlySpan<float> x, Span<float> y) => Sigmoid.Reference(x, y);

    protected override void Run(ReadOnlySpan<float> x, Span<float> y) => Sigmoid.Run(x, y);
}
