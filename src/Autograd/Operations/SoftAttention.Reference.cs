using System.Numerics;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin.</summary>
public sealed partial class SoftAttention
{
    /// <summary>x [n, d], local [n, k], global [B, k], score [k]; gives [B, d].</summary>
    internal static T[] Reference<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> local, ReadOnlySpan<T> global, ReadOnlySpan<T> score, Prefixes prefixes)
        where T : IFloatingPointIeee754<T>
    {
        int n = prefixes.Offsets.Span[^1], d = n == 0 ? 0 : x.Length / n, k = score.Length;
        var h = new T[prefixes.Count * d];
        for (int s = 0; s < prefixes.Sequences; s++)
        {
            for (int b = prefixes.Firsts.Span[s]; b < prefixes.Firsts.Span[s + 1]; b++)
            {
                for (int l = prefixes.Offsets.Span[s]; l <= prefixes.Lasts.Span[b]; l++)
                {
                    T weight = Sigmoid.ScoreReference(local.Slice(l * k, k), global.Slice(b * k, k), score);
                    for (int j = 0; j < d; j++) h[(b * d) + j] += weight * x[(l * d) + j];
                }
            }
        }

        return h;
    }
}
