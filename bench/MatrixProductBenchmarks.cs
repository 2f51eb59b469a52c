using BenchmarkDotNet.Attributes;
using MathNet.Numerics.LinearAlgebra;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench;

/// <summary>C [m, n] = A [m, k] · B [k, n] on one thread, beside MathNet.Numerics' managed product.</summary>
public class MatrixProductBenchmarks : IDisposable
{
    private Tensor a = null!, b = null!, c = null!;
    private Matrix<float> mathA = null!, mathB = null!, mathC = null!;

    /// <summary>m, n, k: a small product, a square one, an encoder's linear layer, and the logits of a Tmall batch.</summary>
    [Params("64x64x64", "512x512x512", "1000x128x128", "100x40727x128")]
    public string Size { get; set; } = string.Empty;

    [GlobalSetup]
    public void Setup()
    {
        WorkerPool.Threads = 1;
        global::MathNet.Numerics.Control.UseSingleThread();
        int[] size = [.. Size.Split('x').Select(int.Parse)];
        (int m, int n, int k) = (size[0], size[1], size[2]);
        (a, b, c) = (new Tensor(new Shape(m, k)), new Tensor(new Shape(k, n)), new Tensor(new Shape(m, n)));
        new Philox(1).FillUniform(a.Span, -1, 1);
        new Philox(2).FillUniform(b.Span, -1, 1);
        mathA = Matrix<float>.Build.DenseOfRowMajor(m, k, a.Span.ToArray());
        mathB = Matrix<float>.Build.DenseOfRowMajor(k, n, b.Span.ToArray());
        mathC = Matrix<float>.Build.Dense(m, n);
    }

    [Benchmark(Baseline = true)]
    public void OnDeviceRec() => MatrixProduct.Multiply(a, b, c);

    [Benchmark]
    public void MathNet() => mathA.Multiply(mathB, mathC);

    [GlobalCleanup]
    public void Dispose()
    {
        a.Dispose();
        b.Dispose();
        c.Dispose();
        GC.SuppressFinalize(this);
    }
}
