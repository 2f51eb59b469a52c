using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Tests.Kernels;

/// <summary>Every load of every number is the number to the bit, at any address.</summary>
public sealed class PanelLoadTests
{
    [Fact]
    public void Every_finite_half_is_its_float()
    {
        Half[] all = [.. Enumerable.Range(0, 1 << 16).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits)).Where(Half.IsFinite)];
        Assert.Equal((1 << 16) - (2 << 10), all.Length);
        Assert.Contains(all, x => Half.IsSubnormal(x));
        AreExact<Half, LoadHalf>(all, x => (float)x);
    }

    [Theory]
    [InlineData(0x0000, 0f)]
    [InlineData(0x8000, -0f)]
    [InlineData(0x0001, 5.9604645e-8f)]
    [InlineData(0x83FF, -6.097555e-5f)]
    [InlineData(0x0400, 6.1035156e-5f)]
    [InlineData(0x3C00, 1f)]
    [InlineData(0xC100, -2.5f)]
    [InlineData(0x7BFF, 65504f)]
    public void Worked_halves(int bits, float expected)
    {
        Half half = BitConverter.UInt16BitsToHalf((ushort)bits);
        AreExact<Half, LoadHalf>([.. Enumerable.Repeat(half, 8)], _ => expected);
    }

    [Fact]
    public void Every_signed_byte_is_its_float() =>
        AreExact<sbyte, LoadInt8>([.. Enumerable.Range(-128, 256).Select(x => (sbyte)x)], x => x);

    [Fact]
    public void Floats_are_as_they_are() =>
        AreExact<float, LoadSingle>([0f, -0f, 1f, -1f, float.Epsilon, float.MaxValue, float.NegativeInfinity, MathF.PI], x => x);

    private static unsafe void AreExact<TNumber, TLoad>(TNumber[] numbers, Func<TNumber, float> value)
        where TNumber : unmanaged
        where TLoad : struct, IPanelLoad<TNumber>
    {
        TLoad load = default;
        int[] expected = [.. numbers.Select(x => BitConverter.SingleToInt32Bits(value(x)))];
        Assert.Equal(expected, numbers.Select(x => BitConverter.SingleToInt32Bits(load.Load1(x))));
        byte[] bytes = new byte[(numbers.Length * sizeof(TNumber)) + 1];
        foreach (int shift in (int[])[0, 1])
        {
            MemoryMarshal.AsBytes<TNumber>(numbers).CopyTo(bytes.AsSpan(shift));
            int[] four = new int[numbers.Length], eight = new int[numbers.Length];
            fixed (byte* p = bytes)
            {
                TNumber* first = (TNumber*)(p + shift);
                for (int i = 0; i + 4 <= numbers.Length; i += 4) load.Load4(first + i).AsInt32().CopyTo(four, i);
                for (int i = 0; Vector256.IsHardwareAccelerated && i + 8 <= numbers.Length; i += 8)
                    load.Load8(first + i).AsInt32().CopyTo(eight, i);
            }

            Assert.Equal(expected, four);
            if (Vector256.IsHardwareAccelerated) Assert.Equal(expected, eight);
        }
    }
}
