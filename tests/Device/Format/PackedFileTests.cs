using System.Buffers.Binary;
using FsCheck.Xunit;
using OnDeviceRec.Device.Tables;

namespace OnDeviceRec.Device.Tests.Format;

/// <summary>Packed files are made whole byte by byte, and claims that none makes are refused.</summary>
public sealed class PackedFileTests
{
    // The file, its bytes made whole, and what is learned of codes and groups, of which there are no more than bytes.
    internal const int MemoryFactor = 2 + (3 * 16);

    private static readonly byte[] Whole = TestModel.Random(
        Configurations.SmallestCodes with { Items = 400, Table = new BinaryCodesShape(24) }, 1).Bytes(precision: Precision.Int4);

    internal static byte[] Packed { get; } = FilePacker.Pack(Whole).ToArray();

    [Fact]
    public void A_packed_file_is_the_same_model()
    {
        Assert.True(Packed.Length < Whole.Length);
        Assert.Null(HostileFile.Refusal(Packed, MemoryFactor));
        ModelFile file = ModelFile.Parse(Packed);
        Assert.Equal((Packed.Length, Whole.Length), (file.Length, file.UnpackedLength));
        Assert.Equal(Whole, PackedFile.Unpack(Packed).Span.ToArray());
    }

    [Theory]
    [InlineData(16, ulong.MaxValue)]
    [InlineData(16, 1UL << 30)]
    [InlineData(24, ulong.MaxValue)]
    [InlineData(24, 1UL << 31)]
    [InlineData(32, 0x0000_0190_FFFF_FFFF)]
    [InlineData(32, 0xFFFF_FFFF_0000_0018)]
    [InlineData(32, 0xFFFF_FFFF_0000_0000)]
    [InlineData(32, 0x0000_0000_0000_0018)]
    [InlineData(40, 13)]
    [InlineData(40, 12)]
    [InlineData(40, 0xFFFF_FFFF)]
    [InlineData(40, 1UL << 32)]
    public void Claims_of_the_header_that_no_file_has_are_refused_before_memory_is_taken(int at, ulong claim)
    {
        byte[] bytes = [.. Packed];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), claim);
        Assert.Matches("says that it unpacks to [0-9]+ with [0-9]+ items; there is no such file", HostileFile.Refusal(bytes)!);
    }

    // Of codes of 24 bits for 400 items, 1,200 bytes.
    [Theory]
    [InlineData(0, 24u, 400u, 0u, 1200, 0)]
    [InlineData(1, 24u, 400u, 0u, 1199, 0)]
    [InlineData(1, 24u, 400u, 0u, 1200, 1)]
    [InlineData(0, 24u, 400u, 0u, 4096, 2896)]
    [InlineData(1, 24u, 400u, 0u, 4096, 2897)]
    [InlineData(0, 0u, 0u, 0u, 4096, 4096)]
    [InlineData(1, 0u, 0u, 0u, 4096, 4097)]
    [InlineData(0, 1u, 16u, 12u, 1 << 14, 0)]
    [InlineData(1, 1u, 16u, 12u, (1 << 14) - 1, 0)]
    [InlineData(1, 1u, 16u, 13u, 1 << 15, 0)]
    public void Claims_at_their_bounds_are_read_and_beyond_them_refused(
        int refused, uint bits, uint items, uint groupBits, int length, int start)
    {
        byte[] bytes = [.. Packed];
        Claim(bytes, length, start, bits, items, groupBits);
        string expected = refused == 1
            ? "there is no such file"
            : $"'s {bytes.Length} bytes are not those of {length}: its bytes have changed";
        Assert.Contains(expected, HostileFile.Refusal(bytes, MemoryFactor)!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16, "are not those of")]
    [InlineData(17, "there is no such file")]
    public void A_file_is_up_to_sixteen_times_what_it_is_packed(int factor, string reason)
    {
        byte[] bytes = [.. Packed];
        Claim(bytes, bytes.Length * factor, 0, 0, 0, 0);
        Assert.Contains(reason, HostileFile.Refusal(bytes, MemoryFactor)!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_ends_in_its_header_or_behind_it_is_refused()
    {
        Assert.Equal("The file ends after 47 of its 48 bytes.", HostileFile.Refusal(Ending(47), MemoryFactor));
        Assert.Contains("there is no such file", HostileFile.Refusal(Ending(48), MemoryFactor)!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_of_fewer_or_more_bytes_is_refused()
    {
        for (int length = Packed.Length - 40; length < Packed.Length; length++)
            Assert.Contains("its bytes have changed", HostileFile.Refusal(Ending(length), MemoryFactor)!, StringComparison.Ordinal);
        byte[] longer = [.. Packed, 0];
        BinaryPrimitives.WriteUInt64LittleEndian(longer.AsSpan(8), (ulong)longer.Length);
        Assert.Contains("its bytes have changed", HostileFile.Refusal(longer, MemoryFactor)!, StringComparison.Ordinal);
    }

    [Fact]
    public void Chances_start_even() => Assert.Equal([1u << 31, 1u << 31, 1u << 31], AdaptiveBit.Several(3));

    [Fact]
    public void A_packed_file_within_a_packed_file_is_refused()
    {
        // A stream whose first bytes make another packed file.
        var encoder = new BitEncoder();
        uint[] chances = AdaptiveBit.Several(PackedFile.BytePhases * PackedFile.ByteChances);
        byte[] inner = [.. Packed[..16], .. new byte[64]];
        BinaryPrimitives.WriteUInt64LittleEndian(inner.AsSpan(8), (ulong)inner.Length);
        for (int i = 0; i < inner.Length; i++)
            encoder.Number(chances.AsSpan(i % PackedFile.BytePhases * PackedFile.ByteChances, PackedFile.ByteChances), inner[i]);
        byte[] outer = [.. new byte[PackedFile.HeaderLength], .. encoder.End()];
        Packed.AsSpan(0, 8).CopyTo(outer);
        BinaryPrimitives.WriteUInt64LittleEndian(outer.AsSpan(8), (ulong)outer.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(outer.AsSpan(16), (ulong)inner.Length);
        Assert.Equal(inner, PackedFile.Unpack(outer).Span.ToArray());
        Assert.Contains("does not start with ODRM", HostileFile.Refusal(outer, MemoryFactor)!, StringComparison.Ordinal);
    }

    // The first bytes, which say that they are all.
    private static byte[] Ending(int length)
    {
        byte[] bytes = Packed[..length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), (ulong)length);
        return bytes;
    }

    private static void Claim(byte[] bytes, int length, int start, uint bits, uint items, uint groupBits)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), (ulong)length);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(24), (ulong)start);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(32), bits);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(36), items);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(40), groupBits);
    }

    [Theory]
    [InlineData(new uint[0], 0.5)]
    [InlineData(new uint[] { 1 }, 0.75)]
    [InlineData(new uint[] { 0, 0 }, 1.0 / 6)]
    [InlineData(new uint[] { 1, 1, 0, 1 }, 0.7)]
    public void A_chance_is_ones_and_a_half_over_bits_and_one(uint[] bits, double expected)
    {
        uint chance = AdaptiveBit.Start;
        foreach (uint bit in bits) chance = AdaptiveBit.Learned(chance, bit);
        Assert.Equal(expected, (AdaptiveBit.Part(chance, 0, uint.MaxValue) + 1.0) / (1L << 32), 1e-4);
    }

    [Property]
    public void What_is_encoded_is_decoded(bool[] bits, byte[] numbers, uint start)
    {
        uint[] chances = AdaptiveBit.Several(256), others = AdaptiveBit.Several(256);
        uint own = AdaptiveBit.Start, other = AdaptiveBit.Start;
        for (uint i = 0; i < start % 3000; i++) own = other = AdaptiveBit.Learned(own, i & (i >> 1) & 1);
        var encoder = new BitEncoder();
        foreach (bool bit in bits) encoder.Bit(ref own, bit ? 1u : 0);
        foreach (byte number in numbers) encoder.Number(chances, number);
        var decoder = new BitDecoder(encoder.End());
        foreach (bool bit in bits) Assert.Equal(bit ? 1u : 0, decoder.Bit(ref other));
        foreach (byte number in numbers) Assert.Equal(number, decoder.Number(others));
        Assert.True(decoder.IsAtEnd);
    }
}
