using System.Numerics;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin.</summary>
public sealed partial class SegmentMean
{
    /// <summary>x [n, d]; gives [B, d].</summary>
    internal static T[] Reference<T>(ReadOnlySpan<T> x, int d, ReadOnlySpan<int> offsets)
        where T : IFloatingPointIeee754<T>
    {
        var mean = new T[(offsets.Length - 1) * d];
        for (int b = 0; b + 1 < offsets.Length; b++)
        {
            for (int l = offsets[b]; l < offsets[b + 1]; l++)
            {
                for (int j = 0; j < d; j++) mean[(b * d) + j] += x[(l * d) + j] / T.CreateChecked(offsets[b + 1] - offsets[b]);
            }
        }

        return mean;
    }
}
