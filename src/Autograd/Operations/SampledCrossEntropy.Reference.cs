using System.Numerics;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin: every row's candidates in a list, the target first.</summary>
public static partial class SampledCrossEntropy
{
    /// <summary>The loss of encodings [B, d], their targets' rows [B, d] and the negatives' rows [S, d].</summary>
    internal static T Reference<T>(T[] hidden, T[] targets, T[] negatives, int width, SampledCandidates candidates)
        where T : IFloatingPointIeee754<T>
    {
        int batch = hidden.Length / width;
        T sum = T.Zero;
        for (int b = 0; b < batch; b++)
        {
            ReadOnlySpan<T> h = hidden.AsSpan(b * width, width);
            List<T> z = [Dot.Reference(h, targets.AsSpan(b * width, width))];
            for (int s = 0; s < candidates.Negatives.Length; s++)
            {
                if (candidates.Negatives.Span[s] == candidates.Targets.Span[b]) continue;
                z.Add(Dot.Reference(h, negatives.AsSpan(s * width, width)) - T.CreateChecked(candidates.LogCounts.Span[s]));
            }

            sum += LogSumExp.Reference<T>(z.ToArray()) - z[0];
        }

        return sum / T.CreateChecked(batch);
    }
}
