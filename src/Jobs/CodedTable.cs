using System.Globalization;
using OnDeviceRec.Data;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Jobs;

/// <summary>
/// A table of product codes, for comparison (<see cref="CodebookItemTable"/>): in training only, devices have no such family.
/// </summary>
/// <param name="Hashed">Whether codes are hashes of the item's number, or else quantiles of its vector, as in RecJPQ.</param>
/// <param name="Codebooks">m, the codes of an item.</param>
/// <param name="Codewords">K, what each is one of.</param>
public sealed record CodedTable(bool Hashed, int Codebooks, int Codewords)
{
    /// <summary>The codes of a catalog.</summary>
    /// <param name="train">The train sequences, which give items their vectors.</param>
    /// <param name="items">V.</param>
    /// <param name="seed">Keys hashes and noise.</param>
    public ItemCodes Codes(Sequences train, int items, ulong seed)
    {
        if (Hashed) return HashedCodes.Of(items, Codebooks, Codewords, seed);
        using Tensor vectors = ItemVectors.OfSequences(train, items, Codebooks, seed);
        return QuantileCodes.Of(vectors, Codebooks, Codewords, seed);
    }

    /// <summary>Such as <c>8 hashes of 256</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Codebooks} {(Hashed ? "hashes" : "quantiles")} of {Codewords}");
}
