using OnDeviceRec.Kernels;
namespace OnDeviceRec.Bench.Kernels;

/// <summary>x·Φ(x), exactly.</summary>
public class GeluBenchmarks : ElementwiseBenchmarks
{
    protected override void RunReference(ReadOnlySpan<float> x, Span<float> y) => Gelu.Reference(x, y);

    protected override void Run(ReadOnlySpan<float> x, Span<float> y) => Gelu.Run(x, y);
}
