using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Evaluation.Reference;

/// <summary>The copy head: c_l = a[T − 1 − l], and γ = b[T − 1] + w·(1 − D/T) of T positions with D different items.</summary>
internal sealed class ReferenceCopyHead(ReferenceWeights weights)
{
    private readonly double[] ages = weights.Read(TensorRole.CopyRecencyBias), lengths = weights.Read(TensorRole.CopyLengthBias);
    private readonly double repetition = weights.Read(TensorRole.CopyRepeatWeight)[0];

    /// <summary>Of the rows of a window.</summary>
    public ReferenceCopying Run(ReadOnlySpan<int> rows)
    {
        int different = rows.ToArray().Distinct().Count();
        double gate = lengths[rows.Length - 1] + (repetition * (1 - ((double)different / rows.Length)));
        return new(gate, [.. ages.Take(rows.Length).Reverse()]);
    }
}
