using OnDeviceRec.Device.Format;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Transformer;

/// <summary>
/// p_copy of the history's items out of c_l = a[T − 1 − l], and the gate γ = b[T − 1] + w·(1 − D/T) of T positions with D different items
/// (docs/method.md §6). Immutable.
/// </summary>
internal sealed class CopyHead(ModelFile file)
{
    /// <summary>From the T rows of a history.</summary>
    public void Run(CopyState copies, ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<float> ages = file.Vector(TensorRole.CopyRecencyBias)[..rows.Length];
        double largest = Max.Run(ages), sum = 0;
        foreach (float age in ages) sum += Math.Exp(age - largest);
        double logSum = largest + Math.Log(sum);
        copies.Clear();
        for (int l = 0; l < rows.Length; l++) copies.Add(rows[l], ages[rows.Length - 1 - l] - logSum);
        double repeated = (double)(rows.Length - copies.Count) / rows.Length;
        copies.Gate = file.Vector(TensorRole.CopyLengthBias)[rows.Length - 1] + (file.Vector(TensorRole.CopyRepeatWeight)[0] * repeated);
    }
}
