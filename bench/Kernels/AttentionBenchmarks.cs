using BenchmarkDotNet.Attributes;
using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Kernels;

/// <summary>Causal attention of one head over B sequences of T items of width d, without dropout.</summary>
public class AttentionBenchmarks : KernelBenchmarks, IDisposable
{
    private const int Heads = 1;

    private readonly Tape tape = new();
    private Parameter query = null!, key = null!, value = null!;
    private int[] offsets = [];

    /// <summary>B, T, d: sequences as long as Tmall's on average, and the longest.</summary>
    public override IEnumerable<string> Sizes => ["100x7x128", "100x50x128"];

    [Benchmark(Baseline = true)]
    public float[] Reference() =>
        CausalAttention.Reference<float>(query.Value.Span, key.Value.Span, value.Value.Span, query.Columns, offsets, Heads);

    [Benchmark]
    public Variable OnDeviceRec()
    {
        tape.BeginInference();
        return CausalAttention.Apply(tape, query, key, value, offsets, Heads);
    }

    [Benchmark]
    public void ForwardAndBackward()
    {
        tape.BeginTraining(step: 0);
        Variable y = CausalAttention.Apply(tape, query, key, value, offsets, Heads);
        tape.GradientOf(y)!.Span.Fill(1);
        tape.Backward();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        tape.Dispose();
        foreach (Parameter parameter in (Parameter[])[query, key, value]) parameter.Dispose();
        GC.SuppressFinalize(this);
    }

    // Forward q·kᵀ and p·v; backward dp, dv, dq and dk: each a multiply-add of d numbers for every pair seen.
    protected override KernelWork WorkOfKernel(string method)
    {
        int products = method == nameof(ForwardAndBackward) ? 6 : 2;
        double pairs = Numbers[0] * (Numbers[1] * (Numbers[1] + 1.0) / 2);
        return KernelWork.OfProducts(products * 2 * pairs * Numbers[2]);
    }

    protected override void Prepare()
    {
        (int batch, int length, int d) = (Numbers[0], Numbers[1], Numbers[2]);
        (query, key, value) = (Random(0), Random(1), Random(2));
        offsets = [.. Enumerable.Range(0, batch + 1).Select(b => b * length)];

        Parameter Random(uint site)
        {
            var parameter = new Parameter("rows", new Shape(batch * length, d));
            new Philox(seed: 1, site: site).FillUniform(parameter.Value.Span, -1, 1);
            return parameter;
        }
    }
}
