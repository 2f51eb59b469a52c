using System.Runtime.CompilerServices;

namespace OnDeviceRec.Device.Format;

/// <summary>
/// A model file with its redundancy taken out (docs/format.md, "The packed file"): the codes of items that are alike are alike, and say
/// little new. It is made whole again when it is read, byte by byte what it was.
/// </summary>
internal static class PackedFile
{
    public const uint Magic = 0x5044524F; // "ODRP"
    public const uint Version = 1;
    public const int HeaderLength = 48;

    /// <summary>The chances of a byte by its place in four: a tree each.</summary>
    public const int BytePhases = 4, ByteChances = 256;

    /// <summary>The most groups, as a power of two, and the most times that a file can be smaller.</summary>
    public const int MaxGroupBits = 12, MaxFactor = 16;

    /// <summary>Makes the file whole.</summary>
    /// <param name="file">All bytes of the packed file.</param>
    /// <exception cref="ModelFormatException">It is none.</exception>
    public static AlignedArray<byte> Unpack(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderLength) throw ModelFile.Truncated(file.Length, HeaderLength);
        ulong length = LittleEndian.Long(file, 16), start = LittleEndian.Long(file, 24);
        uint bits = LittleEndian.Word(file, 32), items = LittleEndian.Word(file, 36);
        uint groupBits = LittleEndian.Word(file, 40);
        uint unused = LittleEndian.Word(file, 44);
        ulong codes = ((items + 15UL) / 16) * ((bits + 7UL) / 8) * 16;
        if (length > (ulong)ModelLayout.MaxFileLength || length > (ulong)file.Length * MaxFactor
            || start > length || codes > length - start || (bits == 0) != (items == 0)
            || groupBits > MaxGroupBits || sizeof(uint) * ((ulong)bits << (int)groupBits) > length || unused != 0)
        {
            throw new ModelFormatException(
                $"The packed file of {file.Length} bytes says that it unpacks to {length} with {items} items; there is no such file.");
        }

        var whole = new AlignedArray<byte>((int)length);
        var decoder = new BitDecoder(file[HeaderLength..]);
        uint[] ofBytes = AdaptiveBit.Several(BytePhases * ByteChances);
        Span<byte> bytes = whole.Span;
        Bytes(ref decoder, bytes[..(int)start], 0, ofBytes);
        Codes(ref decoder, bytes.Slice((int)start, (int)codes), (int)items, (int)bits, (int)groupBits);
        Bytes(ref decoder, bytes[(int)(start + codes)..], (int)(start + codes), ofBytes);
        return decoder.IsAtEnd
            ? whole
            : throw new ModelFormatException($"The packed file's {file.Length} bytes are not those of {length}: its bytes have changed.");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Bytes(ref BitDecoder decoder, Span<byte> bytes, int offset, uint[] chances)
    {
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)decoder.Number(chances.AsSpan((offset + i) % BytePhases * ByteChances, ByteChances));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Codes(ref BitDecoder decoder, Span<byte> codes, int items, int bits, int groupBits)
    {
        codes.Clear();
        uint[] ofGroups = AdaptiveBit.Several(1 << groupBits), ofCodes = AdaptiveBit.Several(bits << groupBits);
        int lines = (bits + 7) / 8;
        for (int v = 0; v < items; v++)
        {
            Span<uint> chances = ofCodes.AsSpan(decoder.Number(ofGroups) * bits, bits);
            Span<byte> own = codes[((v / 16 * lines * 16) + (v % 16))..];
            for (int k = 0; k < chances.Length; k++) own[k / 8 * 16] |= (byte)(decoder.Bit(ref chances[k]) << (k % 8));
        }
    }
}
