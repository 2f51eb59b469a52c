using System.Numerics.Tensors;
using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Evaluation.Reference;

/// <summary>The copy head: γ = w·h + b and c_l = (W h + b_q)·x_l/√d + a[T − 1 − l].</summary>
internal sealed class ReferenceCopyHead(ReferenceWeights weights)
{
    private readonly ReferenceLinear query = weights.Linear(TensorRole.CopyQueryWeight, TensorRole.CopyQueryBias);
    private readonly ReferenceLinear gate = weights.Linear(TensorRole.CopyGateWeight, TensorRole.CopyGateBias);
    private readonly double[] ages = weights.Read(TensorRole.CopyAges);

    /// <summary>From x <c>[T][d]</c> of a window and its h <c>[d]</c>.</summary>
    public ReferenceCopying Run(double[][] x, double[] h)
    {
        double[] q = query.Run(h);
        double scale = 1 / Math.Sqrt(h.Length);
        return new(gate.Run(h)[0], [.. x.Select((row, l) => (TensorPrimitives.Dot<double>(q, row) * scale) + ages[x.Length - 1 - l])]);
    }
}
