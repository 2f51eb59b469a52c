using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tables;

/// <summary>
/// Product codes that know nothing of the items: each is a hash of the item's number, with a key of its own for every codebook
/// (Svenstrup, Hansen, Winther: "Hash Embeddings for Efficient Word Representations", NeurIPS 2017). What such a table reaches, it owes to
/// the codebooks alone.
/// </summary>
public static class HashedCodes
{
    /// <summary>c[v, k] = ⌊K·x/2³²⌋, x the 32-bit number v of the stream (seed, k) of <see cref="Philox"/>.</summary>
    /// <param name="items">V.</param>
    /// <param name="codebooks">m.</param>
    /// <param name="codewords">K, at most <see cref="ItemCodes.MaxCodewords"/>.</param>
    /// <param name="seed">The key of the hashes.</param>
    /// <exception cref="ArgumentException">There are no items, or a size is out of its bounds.</exception>
    public static ItemCodes Of(int items, int codebooks, int codewords, ulong seed)
    {
        ItemCodes.CheckSizes(codebooks, codewords);
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 1);
        byte[] codes = new byte[checked(items * codebooks)];
        for (int i = 0; i < codes.Length; i++)
        {
            (int v, int k) = Math.DivRem(i, codebooks);
            (uint x, _, _, _) = new Philox(seed, step: 0, site: (uint)k).Block((ulong)v);
            codes[i] = (byte)(((ulong)codewords * x) >> 32);
        }

        return new ItemCodes(codes, codebooks, codewords);
    }
}
