using System.Numerics;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin.</summary>
public sealed partial class AddToSegments
{
    /// <summary>x [n, d], perSegment [B, d]; gives [n, d].</summary>
    internal static T[] Reference<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> perSegment, int d, ReadOnlySpan<int> offsets)
        where T : IFloatingPointIeee754<T>
    {
        var y = new T[x.Length];
        for (int b = 0; b + 1 < offsets.Length; b++)
        {
            for (int l = offsets[b]; l < offsets[b + 1]; l++)
            {
                for (int j = 0; j < d; j++) y[(l * d) + j] = x[(l * d) + j] + perSegment[(b * d) + j];
            }
        }

        return y;
    }
}
