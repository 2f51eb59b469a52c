using System.Numerics;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin of the mixture: all V probabilities of a row at once.</summary>
public static unsafe partial class CatalogueCrossEntropy
{
    /// <summary>ln P_v = ln(g·p_copy(v) + (1 − g)·p_catalogue(v)), [V].</summary>
    /// <param name="catalogue">ln p_catalogue, [V].</param>
    /// <param name="positions">c, [T].</param>
    /// <param name="items">s, [T].</param>
    /// <param name="gamma">γ; g = σ(γ).</param>
    internal static T[] ReferenceMixture<T>(ReadOnlySpan<T> catalogue, ReadOnlySpan<T> positions, ReadOnlySpan<int> items, T gamma)
        where T : IFloatingPointIeee754<T>
    {
        T copy = T.One / (T.One + T.Exp(-gamma)), catalogueShare = T.One / (T.One + T.Exp(gamma)), logSum = LogSumExp.Reference(positions);
        var p = new T[catalogue.Length];
        for (int v = 0; v < p.Length; v++) p[v] = catalogueShare * T.Exp(catalogue[v]);
        for (int l = 0; l < positions.Length; l++) p[items[l]] += copy * T.Exp(positions[l] - logSum);
        return Array.ConvertAll(p, T.Log);
    }
}
