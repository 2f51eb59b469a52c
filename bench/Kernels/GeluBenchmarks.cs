namespace OnDeviceRec.Bench.Kernels;

/// <summary>x·Φ(x), exactly.</summary>
public class GeluBenchmarks : ElementwiseBenchmarks
{
    protected override void RunReference(ReadOnlySpan<float> x, Span<float> y) => Twins.Gelu(null, x, y);

    protected override void Run(ReadOnlySpan<float> x, Span<float> y) => Internals.Gelu(null, x, y);
}
