using System.Runtime.CompilerServices;

namespace OnDeviceRec.Device.Format;

/// <summary>
/// An arithmetic decoder of bits, each with the chance that its <see cref="AdaptiveBit"/> has by then (docs/format.md, "The packed file").
/// </summary>
internal ref struct BitDecoder
{
    private readonly ReadOnlySpan<byte> stream;
    private uint low, high, code;
    private int position;

    public BitDecoder(ReadOnlySpan<byte> stream)
    {
        this.stream = stream;
        high = uint.MaxValue;
        for (int i = 0; i < sizeof(uint); i++) code = (code << 8) | Next();
    }

    /// <summary>Whether exactly the stream's bytes have been taken, and they end as an encoder ends them.</summary>
    public readonly bool IsAtEnd => position == stream.Length && code == low;

    /// <summary>The next bit; its chance has learned it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Bit(ref uint chance)
    {
        uint middle = AdaptiveBit.Part(chance, low, high), bit = code <= middle ? 1u : 0;
        (low, high) = (bit != 0 ? low : middle + 1, bit != 0 ? middle : high);
        chance = AdaptiveBit.Learned(chance, bit);
        while ((low ^ high) >> 24 == 0) (low, high, code) = (low << 8, (high << 8) | 0xFF, (code << 8) | Next());
        return bit;
    }

    /// <summary>The next number, highest bit first, each bit with the chance that stands behind the bits before it.</summary>
    /// <param name="chances">2^bits of them, the first without use.</param>
    public int Number(Span<uint> chances)
    {
        uint node = 1;
        while (node < chances.Length) node = (node << 1) | Bit(ref chances[(int)node]);
        return (int)node - chances.Length;
    }

    // Behind the end come zeros, which IsAtEnd tells.
    private uint Next() => position++ < stream.Length ? stream[position - 1] : 0u;
}
