namespace OnDeviceRec.Device.Tests.Format;

public sealed class PackedBitsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 3)]
    [InlineData(1 << 16, 16)]
    [InlineData((1 << 16) + 1, 17)]
    [InlineData(1 << 27, 27)]
    public void Worked_bits(int count, int bits) => Assert.Equal(bits, PackedBits.Of(count));

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(27)]
    public void Numbers_of_any_bits_come_back(int bits)
    {
        var random = new Random(bits);
        int[] numbers = [.. Enumerable.Range(0, 41).Select(_ => random.Next(1 << bits)), (1 << bits) - 1];
        byte[] bytes = new byte[PackedBits.Bytes(numbers.Length, bits)];
        Assert.Equal(((numbers.Length * bits) + 7) / 8, bytes.Length);
        for (int i = 0; i < numbers.Length; i++) IdSectionWriter.WriteBits(bytes, i, bits, numbers[i]);
        Assert.Equal(numbers, numbers.Select((_, i) => PackedBits.Read(bytes, i, bits)));
    }

    [Fact]
    public void Worked_bytes()
    {
        byte[] bytes = new byte[2];
        IdSectionWriter.WriteBits(bytes, 0, 3, 0b101);
        IdSectionWriter.WriteBits(bytes, 1, 3, 0b011);
        IdSectionWriter.WriteBits(bytes, 2, 3, 0b110);
        Assert.Equal([0b10_011_101, 0b1], bytes);
    }
}
