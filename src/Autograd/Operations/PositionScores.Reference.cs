using System.Numerics;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin: one prefix of its own rows.</summary>
public sealed partial class PositionScores
{
    /// <summary>c of one prefix, [T], from x [T, d] and its query [d].</summary>
    internal static T[] Reference<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> query, ReadOnlySpan<T> ages, T scale)
        where T : IFloatingPointIeee754<T>
    {
        var scores = new T[x.Length / query.Length];
        for (int l = 0; l < scores.Length; l++)
            scores[l] = (scale * Dot.Reference(x.Slice(l * query.Length, query.Length), query)) + ages[scores.Length - 1 - l];
        return scores;
    }
}
