using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Evaluation.Reference;

/// <summary>The copy head: γ, and c_l = a[T − 1 − l].</summary>
internal sealed class ReferenceCopyHead(ReferenceWeights weights)
{
    private readonly double gate = weights.Read(TensorRole.CopyGate)[0];
    private readonly double[] ages = weights.Read(TensorRole.CopyAges);

    /// <summary>Of a window of T rows.</summary>
    public ReferenceCopying Run(int length) => new(gate, [.. ages.Take(length).Reverse()]);
}
