using System.Numerics;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin.</summary>
public sealed partial class SegmentWeightedSum
{
    /// <summary>x [n, d], weights [n]; gives [B, d].</summary>
    internal static T[] Reference<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> weights, ReadOnlySpan<int> offsets)
        where T : IFloatingPointIeee754<T>
    {
        int d = x.Length / weights.Length;
        var y = new T[(offsets.Length - 1) * d];
        for (int b = 0; b + 1 < offsets.Length; b++)
        {
            for (int l = offsets[b]; l < offsets[b + 1]; l++)
            {
                for (int j = 0; j < d; j++) y[(b * d) + j] += weights[l] * x[(l * d) + j];
            }
        }

        return y;
    }
}
