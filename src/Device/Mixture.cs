using OnDeviceRec.Device.Transformer;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device;

/// <summary>
/// P = g·p_copy + (1 − g)·softmax(z) over a catalog whose scores z come block by block, and only where there is something to copy: the
/// softmax's denominator, and the scores of what may be copied (<see cref="CopyState"/>).
/// </summary>
internal struct Mixture(CopyState? copies)
{
    private float maximum = float.NegativeInfinity;
    private double sum;

    /// <summary>ln Z, Z = Σ e^z, once all blocks are in.</summary>
    public readonly double LogTotal => maximum + Math.Log(sum);

    /// <summary>Takes the next block in.</summary>
    public void Add(ReadOnlySpan<float> block, int first)
    {
        if (copies is null) return;
        copies.Keep(block, first);
        float largest = Max.Run(block);
        if (largest > maximum)
        {
            sum *= Math.Exp(maximum - largest);
            maximum = largest;
        }

        sum += SumExp.Run(block, maximum, 1);
    }
}
