using System.Numerics;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin.</summary>
public sealed partial class PrefixMean
{
    /// <summary>x [n, d]; gives [B, d].</summary>
    internal static T[] Reference<T>(ReadOnlySpan<T> x, int d, Prefixes prefixes)
        where T : IFloatingPointIeee754<T>
    {
        var mean = new T[prefixes.Count * d];
        for (int s = 0; s < prefixes.Sequences; s++)
        {
            for (int b = prefixes.Firsts.Span[s]; b < prefixes.Firsts.Span[s + 1]; b++)
            {
                int first = prefixes.Offsets.Span[s], end = prefixes.Lasts.Span[b] + 1;
                for (int l = first; l < end; l++)
                {
                    for (int j = 0; j < d; j++) mean[(b * d) + j] += x[(l * d) + j] / T.CreateChecked(end - first);
                }
            }
        }

        return mean;
    }
}
