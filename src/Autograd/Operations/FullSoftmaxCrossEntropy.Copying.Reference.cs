using System.Numerics;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin of the mixture: all V probabilities of a row at once.</summary>
public static unsafe partial class FullSoftmaxCrossEntropy
{
    /// <summary>ln P_v = ln(g·p_copy(v) + (1 − g)·p_catalog(v)), [V].</summary>
    /// <param name="catalog">ln p_catalog, [V].</param>
    /// <param name="positions">c, [T].</param>
    /// <param name="items">s, [T].</param>
    /// <param name="gamma">γ; g = σ(γ).</param>
    internal static T[] ReferenceMixture<T>(ReadOnlySpan<T> catalog, ReadOnlySpan<T> positions, ReadOnlySpan<int> items, T gamma)
        where T : IFloatingPointIeee754<T>
    {
        T copy = T.One / (T.One + T.Exp(-gamma)), catalogShare = T.One / (T.One + T.Exp(gamma)), logSum = LogSumExp.Reference(positions);
        var p = new T[catalog.Length];
        for (int v = 0; v < p.Length; v++) p[v] = catalogShare * T.Exp(catalog[v]);
        for (int l = 0; l < positions.Length; l++) p[items[l]] += copy * T.Exp(positions[l] - logSum);
        return Array.ConvertAll(p, T.Log);
    }
}
