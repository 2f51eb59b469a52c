using BenchmarkDotNet.Attributes;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Bench.Kernels;

/// <summary>The error function.</summary>
public class ErfBenchmarks : ElementwiseBenchmarks
{
    [Benchmark]
    public void MathNet()
    {
        ReadOnlySpan<float> x = Input;
        Span<float> y = Result;
        for (int i = 0; i < x.Length; i++) y[i] = (float)global::MathNet.Numerics.SpecialFunctions.Erf(x[i]);
    }

    protected override void RunReference(ReadOnlySpan<float> x, Span<float> y) => Erf.Reference(x, y);

    protected override void Run(ReadOnlySpan<float> x, Span<float> y) => Erf.Run(x, y);
}
