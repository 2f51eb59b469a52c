using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Models.Files;

/// <summary>The other side of <see cref="BitDecoder"/>: an arithmetic encoder of bits.</summary>
internal sealed class BitEncoder
{
    private readonly List<byte> stream = [];
    private uint low, high = uint.MaxValue;

    /// <summary>Adds a bit; its chance has learned it.</summary>
    public void Bit(ref uint chance, uint bit)
    {
        uint middle = AdaptiveBit.Part(chance, low, high);
        if (bit != 0) high = middle;
        else low = middle + 1;
        chance = AdaptiveBit.Learned(chance, bit);
        for (; (low ^ high) >> 24 == 0; (low, high) = (low << 8, (high << 8) | 0xFF)) stream.Add((byte)(high >> 24));
    }

    /// <summary>Adds a number, highest bit first.</summary>
    /// <param name="chances">2^bits of them, as <see cref="BitDecoder.Number"/> has them.</param>
    /// <param name="number">Below their number.</param>
    public void Number(Span<uint> chances, int number)
    {
        uint node = 1;
        for (int half = chances.Length / 2; half > 0; half /= 2)
        {
            uint bit = (number & half) != 0 ? 1u : 0;
            Bit(ref chances[(int)node], bit);
            node = (node << 1) | bit;
        }
    }

    /// <summary>Ends the stream: as many bytes as a decoder has taken by then.</summary>
    public byte[] End()
    {
        for (int i = sizeof(uint) - 1; i >= 0; i--) stream.Add((byte)(low >> (8 * i)));
        return [.. stream];
    }
}
