using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using FsCheck.Xunit;
using OnDeviceRec.Device.Older;
using RealBits = System.Numerics.BitOperations;
using RealUtf8 = System.Text.Unicode.Utf8;

namespace OnDeviceRec.Device.Tests.Older;

/// <summary>What stands in for members of .NET, each beside its own.</summary>
public sealed class MembersTests
{
    [Property(MaxTest = 500)]
    public void Bits_are_counted_and_summed_up_alike(ulong value, uint crc)
    {
        foreach (ulong bits in (ulong[])[value, value << 40, value >> 40, 0, ulong.MaxValue])
        {
            Assert.Equal(RealBits.TrailingZeroCount(bits), OnDeviceRec.Device.Older.BitOperations.TrailingZeroCount(bits));
            Assert.Equal(RealBits.LeadingZeroCount((uint)bits), OnDeviceRec.Device.Older.BitOperations.LeadingZeroCount((uint)bits));
            Assert.Equal(RealBits.Crc32C(crc, bits), OnDeviceRec.Device.Older.BitOperations.Crc32C(crc, bits));
            Assert.Equal(RealBits.Crc32C(crc, (byte)bits), OnDeviceRec.Device.Older.BitOperations.Crc32C(crc, (byte)bits));
        }
    }

    [Fact]
    public void Halves_are_the_same_floats()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            float expected = (float)BitConverter.UInt16BitsToHalf((ushort)bits);
            float actual = (float)NumberMembers.UInt16BitsToHalf((ushort)bits);
            Assert.Equal(float.IsNaN(expected), float.IsNaN(actual));
            if (!float.IsNaN(expected)) Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(actual));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("sku-7")]
    [InlineData("größe 日本 🙂")]
    [InlineData("a\ud800")]
    [InlineData("\udc00b")]
    public void Texts_are_the_same_bytes_or_refused(string text)
    {
        for (int room = 0; room < 30; room++)
        {
            byte[] expected = new byte[room], actual = new byte[room];
            bool isDone = RealUtf8.FromUtf16(text, expected, out _, out int length, replaceInvalidSequences: false) == OperationStatus.Done;
            bool isDoneToo = Utf8.FromUtf16(text, actual, out _, out int lengthToo, replaceInvalidSequences: false) == OperationStatus.Done;
            Assert.Equal(isDone, isDoneToo);
            if (isDone) Assert.Equal(expected[..length], actual[..lengthToo]);
        }
    }

    [Property(MaxTest = 500)]
    public void Bytes_are_UTF8_or_not(byte[] bytes, string text)
    {
        byte[] whole = Encoding.UTF8.GetBytes(text);
        foreach (byte[] one in (byte[][])[bytes, whole, whole[..(whole.Length / 2)], [.. whole, .. bytes]])
            Assert.Equal(RealUtf8.IsValid(one), Utf8.IsValid(one));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-12")]
    [InlineData("+7")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000005")]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775808")]
    [InlineData("9223372036854775808")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1.0")]
    [InlineData("²")]
    public void Numbers_are_read_and_written_alike(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        bool isOne = long.TryParse(utf8, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long expected);
        Assert.Equal(isOne, NumberMembers.TryParse(utf8, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long actual));
        Assert.Equal(expected, actual);
        for (int room = 0; room < 24; room++)
        {
            byte[] written = new byte[room], writtenToo = new byte[room];
            bool fits = expected.TryFormat(written, out int length, default, CultureInfo.InvariantCulture);
            Assert.Equal(fits, NumberMembers.TryFormat(expected, writtenToo, out int lengthToo, default, CultureInfo.InvariantCulture));
            if (fits) Assert.Equal(written[..length], writtenToo[..lengthToo]);
        }
    }

    [Property(MaxTest = 500)]
    public void Spans_are_searched_alike(byte[] bytes, byte value, byte[] others)
    {
        byte[] values = [.. Enumerable.Repeat(value, bytes.Length), .. bytes];
        Assert.Equal(MemoryExtensions.IndexOfAnyExcept<byte>(values, value), SpanMembers.IndexOfAnyExcept<byte>(values, value));
        Assert.Equal(MemoryExtensions.ContainsAnyExcept<byte>(values, value), SpanMembers.ContainsAnyExcept<byte>(values, value));
        byte[] longer = [.. values, .. others], shorter = values[..(values.Length / 2)];
        foreach (byte[] other in (byte[][])[longer, shorter, others])
            Assert.Equal(MemoryExtensions.CommonPrefixLength<byte>(values, other), SpanMembers.CommonPrefixLength<byte>(values, other));
    }

    [Property(MaxTest = 200)]
    public void Numbers_are_divided_alike(int left, int right)
    {
        if (right == 0 || (left == int.MinValue && right == -1)) return;
        Assert.Equal(Math.DivRem(left, right), MathMembers.DivRem(left, right));
    }

    [Fact]
    public void Lanes_are_summed_up() =>
        Assert.Equal(Vector.Sum(Vector<float>.One * 3), NumberMembers.Sum(Vector<float>.One * 3));

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 5)]
    [InlineData(3, 5)]
    [InlineData(40, 5)]
    public void Streams_are_read_until_enough_has_come_or_they_end(int length, int atLeast)
    {
        byte[] bytes = [.. Enumerable.Range(0, length).Select(i => (byte)i)], expected = new byte[10], actual = new byte[10];
        using var stream = new TrickleStream(bytes);
        using var other = new TrickleStream(bytes);
        int count = stream.ReadAtLeast(expected, atLeast, throwOnEndOfStream: false);
        Assert.Equal(count, StreamMembers.ReadAtLeast(other, actual, atLeast, throwOnEndOfStream: false));
        Assert.Equal(expected, actual);
        if (length < atLeast)
        {
            using var third = new TrickleStream(bytes);
            Assert.Throws<EndOfStreamException>(() => StreamMembers.ReadAtLeast(third, actual, atLeast, throwOnEndOfStream: true));
        }
    }

    [Fact]
    public void Arguments_are_refused_with_the_same_words()
    {
        string? nothing = null;
        int number = -3;
        AssertSame(() => ArgumentNullException.ThrowIfNull(nothing), () => ArgumentMembers.ThrowIfNull(nothing));
        AssertSame(() => ArgumentOutOfRangeException.ThrowIfNegative(number), () => ArgumentMembers.ThrowIfNegative(number));
        ArgumentMembers.ThrowIfNull("something");
        ArgumentMembers.ThrowIfNegative(0);

        static void AssertSame(Action action, Action other)
        {
            Exception expected = Assert.ThrowsAny<ArgumentException>(action), actual = Assert.ThrowsAny<ArgumentException>(other);
            Assert.Equal((expected.GetType(), expected.Message), (actual.GetType(), actual.Message));
        }
    }
}
