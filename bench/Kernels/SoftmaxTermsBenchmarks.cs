using BenchmarkDotNet.Attributes;
using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Kernels;

/// <summary>What a softmax over a catalog takes from its logits, 256 at a time: maximum, terms and sum, and a divergence's terms.</summary>
public class SoftmaxTermsBenchmarks : StreamingBenchmarks, IDisposable
{
    private const int Length = 256;

    private Tensor logits = null!, terms = null!;

    [Benchmark(Baseline = true)]
    public float Reference()
    {
        float sum = 0;
        for (int i = 0; i < logits.Length; i += Length)
        {
            Span<float> x = Part(logits, i), y = Part(terms, i);
            sum += SoftmaxTerms.Reference(x, Max.Reference<float>(x), 1, y);
        }

        return sum;
    }

    [Benchmark]
    public float OnDeviceRec()
    {
        float sum = 0;
        for (int i = 0; i < logits.Length; i += Length)
        {
            Span<float> x = Part(logits, i), y = Part(terms, i);
            sum += SoftmaxTerms.Run(x, SoftmaxTerms.Max(x), 1, y);
        }

        return sum;
    }

    [Benchmark]
    public float Divergence()
    {
        float sum = 0;
        for (int i = 0; i < logits.Length; i += Length)
        {
            Span<float> x = Part(logits, i), y = Part(terms, i);
            x.CopyTo(y);
            sum += DivergenceTerms.Run(y, SoftmaxTerms.Max(y), x, SoftmaxTerms.Max(x), 1).Difference;
        }

        return sum;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        logits.Dispose();
        terms.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void Prepare()
    {
        base.Prepare();
        (logits, terms) = (Uniform(site: 0, Rows, Width), Uniform(site: 1, Rows, Width));
    }

    private static Span<float> Part(Tensor tensor, int from) => tensor.Span.Slice(from, Math.Min(Length, tensor.Length - from));
}
