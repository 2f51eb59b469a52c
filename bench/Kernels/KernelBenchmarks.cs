using BenchmarkDotNet.Attributes;
using OnDeviceRec.Bench.Measuring;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Kernels;

/// <summary>
/// A kernel on one thread at named sizes: the baseline is its naive twin in float32, and <see cref="Peak"/> is what the core does at most.
/// The columns of rates and of the share of that peak come from <see cref="WorkOf"/>.
/// </summary>
public abstract class KernelBenchmarks
{
    [ParamsSource(nameof(Sizes))]
    public string Size { get; set; } = string.Empty;

    public abstract IEnumerable<string> Sizes { get; }

    [GlobalSetup]
    public void Setup()
    {
        WorkerPool.Threads = 1;
        Prepare();
    }

    /// <summary>The core's multiply-adds; for kernels that memory bounds, a copy of as much memory.</summary>
    [Benchmark]
    public void Peak() => RunPeak();

    /// <summary>What a benchmark method does in a call, known without <see cref="Setup"/>.</summary>
    /// <param name="method">Its name.</param>
    public KernelWork WorkOf(string method) => method == nameof(Peak) ? PeakWork : WorkOfKernel(method);

    protected virtual KernelWork PeakWork => KernelWork.OfProducts(MultiplyAddPeak.Operations(threads: 1));

    protected abstract KernelWork WorkOfKernel(string method);

    protected virtual void RunPeak() => MultiplyAddPeak.Run(threads: 1);

    protected abstract void Prepare();

    /// <summary>Uniform numbers in [−1, 1).</summary>
    protected static Tensor Uniform(uint site, params ReadOnlySpan<int> sizes)
    {
        var tensor = new Tensor(new Shape(sizes));
        new Philox(seed: 1, site: site).FillUniform(tensor.Span, -1, 1);
        return tensor;
    }

    /// <summary>The numbers of <see cref="Size"/>, such as 100x40727x128.</summary>
    protected int[] Numbers => [.. Size.Split('x').Select(int.Parse)];
}
