using BenchmarkDotNet.Attributes;
using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Kernels;

/// <summary>
/// Cross entropy of B encodings against V items of width d: its value, with both gradients, and with a teacher's soft targets.
/// </summary>
public class SoftmaxLossBenchmarks : KernelBenchmarks, IDisposable
{
    private readonly Tape tape = new();
    private Parameter hidden = null!, table = null!;
    private Tensor teacherHidden = null!, teacherTable = null!;
    private FullSoftmaxCrossEntropy.ReferenceModel<float> twin = null!;
    private int[] targets = [];

    /// <summary>B, V, d: the demo's catalog and Tmall's.</summary>
    public override IEnumerable<string> Sizes => ["100x3000x128", "100x40727x128"];

    [Benchmark(Baseline = true)]
    public float Reference() => FullSoftmaxCrossEntropy.Reference(twin, targets);

    [Benchmark]
    public FullSoftmaxLosses OnDeviceRec()
    {
        tape.BeginInference();
        return FullSoftmaxCrossEntropy.Apply(tape, hidden, table, targets, weight: 1);
    }

    [Benchmark]
    public FullSoftmaxLosses Gradients()
    {
        tape.BeginTraining(step: 0);
        return FullSoftmaxCrossEntropy.Apply(tape, hidden, table, targets, weight: 1);
    }

    [Benchmark]
    public FullSoftmaxLosses SoftTargetsAndGradients()
    {
        tape.BeginTraining(step: 0);
        return FullSoftmaxCrossEntropy.Apply(
            tape, hidden, table, targets, weight: 1, new SoftTargets(teacherHidden, teacherTable, Temperature: 1, Weight: 1));
    }

    [GlobalCleanup]
    public void Dispose()
    {
        tape.Dispose();
        foreach (IDisposable tensor in (IDisposable[])[hidden, table, teacherHidden, teacherTable]) tensor.Dispose();
        GC.SuppressFinalize(this);
    }

    // The logits; dh and dE; the teacher's logits.
    protected override KernelWork WorkOfKernel(string method)
    {
        int products = method switch { nameof(SoftTargetsAndGradients) => 4, nameof(Gradients) => 3, _ => 1 };
        return KernelWork.OfProducts(products * 2.0 * Numbers[0] * Numbers[1] * Numbers[2]);
    }

    protected override void Prepare()
    {
        (int batch, int items, int d) = (Numbers[0], Numbers[1], Numbers[2]);
        (hidden, table) = (new Parameter("h", new Shape(batch, d)), new Parameter("E", new Shape(items, d)));
        new Philox(seed: 1).FillUniform(hidden.Value.Span, -1, 1);
        new Philox(seed: 2).FillUniform(table.Value.Span, -0.1f, 0.1f);
        (teacherHidden, teacherTable) = (Uniform(3, batch, d), new Tensor(table.Shape, table.Value.Span));
        targets = [.. Enumerable.Range(0, batch).Select(b => (int)((long)items * b / batch))];
        twin = new FullSoftmaxCrossEntropy.ReferenceModel<float>(hidden.Value.Span.ToArray(), table.Value.Span.ToArray(), d);
    }
}
