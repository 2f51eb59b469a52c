using BenchmarkDotNet.Attributes;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Kernels;

/// <summary>y = f(x), number by number.</summary>
public abstract class ElementwiseBenchmarks : StreamingBenchmarks, IDisposable
{
    private Tensor x = null!, y = null!;

    protected override void Prepare()
    {
        base.Prepare();
        (x, y) = (Uniform(site: 0, Rows, Width), Uniform(site: 1, Rows, Width));
    }

    [Benchmark(Baseline = true)]
    public void Reference() => RunReference(Input, Result);

    [Benchmark]
    public void OnDeviceRec() => Run(Input, Result);

    [GlobalCleanup]
    public void Dispose()
    {
        x.Dispose();
        y.Dispose();
        GC.SuppressFinalize(this);
    }

    protected ReadOnlySpan<float> Input => x.Span;

    protected Span<float> Result => y.Span;

    protected abstract void RunReference(ReadOnlySpan<float> x, Span<float> y);

    protected abstract void Run(ReadOnlySpan<float> x, Span<float> y);
}
