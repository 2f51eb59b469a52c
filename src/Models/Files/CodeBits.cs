namespace OnDeviceRec.Models.Files;

/// <summary>The binary codes of a model file where they lie: bit k of item v (docs/format.md, "Binary codes").</summary>
/// <param name="section">The codes' section.</param>
/// <param name="items">V.</param>
/// <param name="bits">R.</param>
internal readonly struct CodeBits(ReadOnlyMemory<byte> section, int items, int bits)
{
    private const int Panel = 16, BitsOfByte = 8;

    /// <summary>V.</summary>
    public int Items => items;

    /// <summary>R.</summary>
    public int Bits => bits;

    /// <summary>The code of an item as 0 and 1.</summary>
    /// <param name="item">From 0.</param>
    /// <param name="code">Receives it, [R].</param>
    public void CopyTo(int item, Span<float> code)
    {
        int lines = (bits + BitsOfByte - 1) / BitsOfByte;
        ReadOnlySpan<byte> own = section.Span[((item / Panel * lines * Panel) + (item % Panel))..];
        for (int k = 0; k < code.Length; k++) code[k] = (own[k / BitsOfByte * Panel] >> (k % BitsOfByte)) & 1;
    }
}
