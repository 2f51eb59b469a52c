using BenchmarkDotNet.Attributes;
using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Kernels;

/// <summary>LayerNorm of every row, and its gradients.</summary>
public class LayerNormBenchmarks : StreamingBenchmarks, IDisposable
{
    private const float Epsilon = 1e-12f;

    private Tensor x = null!, y = null!, dy = null!, dx = null!, gain = null!, bias = null!, dGain = null!, dBias = null!;
    private float[] means = [], inverses = [];

    /// <summary>The rows of a batch of short sequences, and of one of long ones.</summary>
    public override IEnumerable<string> Sizes => ["660x128", "5000x128"];

    [Benchmark(Baseline = true)]
    public void Reference()
    {
        for (int row = 0; row < x.Rows; row++)
            LayerNorm.Reference<float>(x.Row(row), gain.Span, bias.Span, Epsilon, y.Row(row), out means[row], out inverses[row]);
    }

    [Benchmark]
    public void OnDeviceRec()
    {
        for (int row = 0; row < x.Rows; row++)
            LayerNorm.Run(x.Row(row), gain.Span, bias.Span, Epsilon, y.Row(row), out means[row], out inverses[row]);
    }

    [Benchmark]
    public void BackwardReference()
    {
        for (int row = 0; row < x.Rows; row++)
        {
            LayerNorm.BackwardReference<float>(
                x.Row(row), gain.Span, means[row], inverses[row], dy.Row(row), dx.Row(row), dGain.Span, dBias.Span);
        }
    }

    [Benchmark]
    public void Backward()
    {
        for (int row = 0; row < x.Rows; row++)
            LayerNorm.Backward(x.Row(row), gain.Span, means[row], inverses[row], dy.Row(row), dx.Row(row), dGain.Span, dBias.Span);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        foreach (Tensor tensor in (Tensor[])[x, y, dy, dx, gain, bias, dGain, dBias]) tensor.Dispose();
        GC.SuppressFinalize(this);
    }

    // Forward reads x and writes y; backward reads x and dy and adds to dx.
    protected override int TouchesAValue(string method) => method is nameof(Backward) or nameof(BackwardReference) ? 4 : 2;

    protected override void Prepare()
    {
        base.Prepare();
        (x, y, dy, dx) = (Uniform(0, Rows, Width), Uniform(1, Rows, Width), Uniform(2, Rows, Width), Uniform(3, Rows, Width));
        (gain, bias, dGain, dBias) = (Uniform(4, Width), Uniform(5, Width), Uniform(6, Width), Uniform(7, Width));
        (means, inverses) = (new float[Rows], new float[Rows]);
        OnDeviceRec();
    }
}
