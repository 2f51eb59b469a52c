namespace OnDeviceRec.Bench.Kernels;

/// <summary>A kernel that reads and writes rows [n, d] and does little with each number: its peak is a copy of them.</summary>
public abstract class StreamingBenchmarks : KernelBenchmarks
{
    private const int BytesAValue = sizeof(float);

    private float[] from = [], to = [];

    /// <summary>Rows of an encoder's batch, and the logits of a Tmall batch: in the second-level cache, and in memory.</summary>
    public override IEnumerable<string> Sizes => ["660x128", "100x40727"];

    /// <summary>Numbers read and written by a call of the method, for each of the n·d; a copy reads and writes one.</summary>
    protected virtual int TouchesAValue(string method) => 2;

    protected int Rows => Numbers[0];

    protected int Width => Numbers[1];

    protected override KernelWork PeakWork => Work(2);

    protected override KernelWork WorkOfKernel(string method) => Work(TouchesAValue(method));

    protected override void RunPeak() => from.AsSpan().CopyTo(to);

    protected override void Prepare() => (from, to) = (new float[Rows * Width], new float[Rows * Width]);

    private KernelWork Work(int touches) => KernelWork.OfMemory((double)touches * BytesAValue * Rows * Width);
}
