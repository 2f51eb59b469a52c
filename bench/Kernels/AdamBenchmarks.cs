using BenchmarkDotNet.Attributes;
using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Optimization;
using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Kernels;

/// <summary>A step of Adam over one parameter, gradient cleared.</summary>
/// <remarks>Gradients are zero: moments that decay after one gradient would become denormal numbers, which no training has.</remarks>
public class AdamBenchmarks : StreamingBenchmarks, IDisposable
{
    private Parameter parameter = null!;
    private Adam adam = null!;
    private float[] p = [], g = [], m = [], v = [];

    /// <summary>The cores of a compressed table, and the whole table.</summary>
    public override IEnumerable<string> Sizes => ["1493x128", "40727x128"];

    [Benchmark(Baseline = true)]
    public void Reference() => AdamStep.Reference<float>(p, g, m, v, 1e-3f, 0.9f, 0.999f, 1e-8f, 0.1f, 0.001f, 0);

    [Benchmark]
    public void OnDeviceRec() => adam.Step();

    [GlobalCleanup]
    public void Dispose()
    {
        adam.Dispose();
        parameter.Dispose();
        GC.SuppressFinalize(this);
    }

    // Parameter, gradient and both moments, each read and written.
    protected override int TouchesAValue(string method) => 8;

    protected override void Prepare()
    {
        base.Prepare();
        parameter = new Parameter("weight", new Shape(Rows, Width));
        adam = new Adam([parameter]);
        int n = Rows * Width;
        (p, g, m, v) = (new float[n], new float[n], new float[n], new float[n]);
    }
}
