using System.Numerics;

namespace OnDeviceRec.Models.Tables;

/// <summary>Product codes of a catalog: m numbers of every item, each naming a codeword of one codebook.</summary>
public sealed class ItemCodes
{
    /// <summary>The most codewords of a codebook: a code is at most a byte.</summary>
    public const int MaxCodewords = 256;

    /// <summary>Takes codes over.</summary>
    /// <param name="values">[V, m], each below K.</param>
    /// <param name="codebooks">m.</param>
    /// <param name="codewords">K, at most <see cref="MaxCodewords"/>.</param>
    /// <exception cref="ArgumentException">The codes are no matrix of m columns, K is out of its bounds, or a code is not below
    /// it.</exception>
    public ItemCodes(ReadOnlyMemory<byte> values, int codebooks, int codewords)
    {
        CheckSizes(codebooks, codewords);
        if (values.IsEmpty || values.Length % codebooks != 0)
            throw new ArgumentException($"Codes: {values.Length} codes are not {codebooks} for each item.");
        int bad = values.Span.IndexOfAnyExceptInRange((byte)0, (byte)(codewords - 1));
        if (bad >= 0)
            throw new ArgumentException($"Codes: item {(bad / codebooks) + 1} has the code {values.Span[bad]} of {codewords} codewords.");
        (Values, Codebooks, Codewords) = (values, codebooks, codewords);
    }

    /// <summary>The codes, [V, m].</summary>
    public ReadOnlyMemory<byte> Values { get; }

    /// <summary>m, the codes of an item.</summary>
    public int Codebooks { get; }

    /// <summary>K.</summary>
    public int Codewords { get; }

    /// <summary>V.</summary>
    public int Items => Values.Length / Codebooks;

    /// <summary>What the codes take packed: V·m·⌈log₂ K⌉ bits.</summary>
    public long Bits => (long)Values.Length * BitsOf(Codewords);

    /// <summary>⌈log₂ K⌉, the bits of a code.</summary>
    /// <param name="codewords">K.</param>
    public static int BitsOf(int codewords) => BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)codewords));

    /// <summary>An ArgumentException unless there can be so many codebooks of so many codewords.</summary>
    internal static void CheckSizes(int codebooks, int codewords)
    {
        if (codebooks < 1 || codewords is < 1 or > MaxCodewords)
        {
            throw new ArgumentException(
                $"Codes: {codebooks} codebooks of {codewords} codewords; at least one is needed, of 1 to {MaxCodewords} codewords.");
        }
    }
}
