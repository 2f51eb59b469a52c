using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace System.Runtime.Intrinsics;

/// <summary>What the kernels do with eight numbers, one after the other, to the bit as a processor does that fuses multiply-adds.</summary>
internal static class Vector256
{
    public static Vector256<float> Create(float x) => new(x, x, x, x, x, x, x, x);

    public static Vector256<int> Create(int x) => new(x, x, x, x, x, x, x, x);

    public static Vector256<int> Create(int e0, int e1, int e2, int e3, int e4, int e5, int e6, int e7) =>
        new(e0, e1, e2, e3, e4, e5, e6, e7);

    public static Vector256<float> LoadUnsafe(ref float source, nuint offset)
    {
        Span<float> x = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref source, (int)offset), 8);
        return new(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]);
    }

    public static void StoreUnsafe(this Vector256<float> value, ref float target, nuint offset)
    {
        Span<float> y = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref target, (int)offset), 8);
        (y[0], y[1], y[2], y[3]) = (value.E0, value.E1, value.E2, value.E3);
        (y[4], y[5], y[6], y[7]) = (value.E4, value.E5, value.E6, value.E7);
    }

    /// <summary>a·b + c, rounded once.</summary>
    public static Vector256<float> MultiplyAddEstimate(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        new(
            MathF.FusedMultiplyAdd(a.E0, b.E0, c.E0), MathF.FusedMultiplyAdd(a.E1, b.E1, c.E1),
            MathF.FusedMultiplyAdd(a.E2, b.E2, c.E2), MathF.FusedMultiplyAdd(a.E3, b.E3, c.E3),
            MathF.FusedMultiplyAdd(a.E4, b.E4, c.E4), MathF.FusedMultiplyAdd(a.E5, b.E5, c.E5),
            MathF.FusedMultiplyAdd(a.E6, b.E6, c.E6), MathF.FusedMultiplyAdd(a.E7, b.E7, c.E7));

    /// <summary>The larger of two values; NaN wins.</summary>
    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) =>
        new(
            MathF.Max(a.E0, b.E0), MathF.Max(a.E1, b.E1), MathF.Max(a.E2, b.E2), MathF.Max(a.E3, b.E3),
            MathF.Max(a.E4, b.E4), MathF.Max(a.E5, b.E5), MathF.Max(a.E6, b.E6), MathF.Max(a.E7, b.E7));

    public static Vector256<float> Abs(Vector256<float> x) =>
        new(
            MathF.Abs(x.E0), MathF.Abs(x.E1), MathF.Abs(x.E2), MathF.Abs(x.E3),
            MathF.Abs(x.E4), MathF.Abs(x.E5), MathF.Abs(x.E6), MathF.Abs(x.E7));

    /// <summary>The magnitude of one value with the sign of another.</summary>
    public static Vector256<float> CopySign(Vector256<float> magnitude, Vector256<float> sign) =>
        new(
            Signed(magnitude.E0, sign.E0), Signed(magnitude.E1, sign.E1), Signed(magnitude.E2, sign.E2), Signed(magnitude.E3, sign.E3),
            Signed(magnitude.E4, sign.E4), Signed(magnitude.E5, sign.E5), Signed(magnitude.E6, sign.E6), Signed(magnitude.E7, sign.E7));

    public static Vector256<float> LessThan(Vector256<float> a, Vector256<float> b) =>
        new(
            Mask(a.E0 < b.E0), Mask(a.E1 < b.E1), Mask(a.E2 < b.E2), Mask(a.E3 < b.E3),
            Mask(a.E4 < b.E4), Mask(a.E5 < b.E5), Mask(a.E6 < b.E6), Mask(a.E7 < b.E7));

    public static Vector256<float> GreaterThan(Vector256<float> a, Vector256<float> b) => LessThan(b, a);

    /// <summary>Bits of a where those of the mask are set, of b elsewhere.</summary>
    public static Vector256<float> ConditionalSelect(Vector256<float> mask, Vector256<float> a, Vector256<float> b) =>
        new(
            Select(mask.E0, a.E0, b.E0), Select(mask.E1, a.E1, b.E1), Select(mask.E2, a.E2, b.E2), Select(mask.E3, a.E3, b.E3),
            Select(mask.E4, a.E4, b.E4), Select(mask.E5, a.E5, b.E5), Select(mask.E6, a.E6, b.E6), Select(mask.E7, a.E7, b.E7));

    public static Vector256<float> Shuffle(Vector256<float> x, Vector256<int> lanes) =>
        new(
            x.Lane(lanes.E0), x.Lane(lanes.E1), x.Lane(lanes.E2), x.Lane(lanes.E3),
            x.Lane(lanes.E4), x.Lane(lanes.E5), x.Lane(lanes.E6), x.Lane(lanes.E7));

    public static float ToScalar(this Vector256<float> x) => x.E0;

    public static Vector256<int> AsInt32(this Vector256<float> x) =>
        new(Bits(x.E0), Bits(x.E1), Bits(x.E2), Bits(x.E3), Bits(x.E4), Bits(x.E5), Bits(x.E6), Bits(x.E7));

    public static Vector256<float> AsSingle(this Vector256<int> x) =>
        new(Single(x.E0), Single(x.E1), Single(x.E2), Single(x.E3), Single(x.E4), Single(x.E5), Single(x.E6), Single(x.E7));

    extension(Vector256<float>)
    {
        public static Vector256<float> operator +(Vector256<float> a, Vector256<float> b) =>
            new(a.E0 + b.E0, a.E1 + b.E1, a.E2 + b.E2, a.E3 + b.E3, a.E4 + b.E4, a.E5 + b.E5, a.E6 + b.E6, a.E7 + b.E7);

        public static Vector256<float> operator -(Vector256<float> a, Vector256<float> b) =>
            new(a.E0 - b.E0, a.E1 - b.E1, a.E2 - b.E2, a.E3 - b.E3, a.E4 - b.E4, a.E5 - b.E5, a.E6 - b.E6, a.E7 - b.E7);

        public static Vector256<float> operator *(Vector256<float> a, Vector256<float> b) =>
            new(a.E0 * b.E0, a.E1 * b.E1, a.E2 * b.E2, a.E3 * b.E3, a.E4 * b.E4, a.E5 * b.E5, a.E6 * b.E6, a.E7 * b.E7);

        public static Vector256<float> operator /(Vector256<float> a, Vector256<float> b) =>
            new(a.E0 / b.E0, a.E1 / b.E1, a.E2 / b.E2, a.E3 / b.E3, a.E4 / b.E4, a.E5 / b.E5, a.E6 / b.E6, a.E7 / b.E7);

        public static Vector256<float> operator -(Vector256<float> a) =>
            new(-a.E0, -a.E1, -a.E2, -a.E3, -a.E4, -a.E5, -a.E6, -a.E7);

        public static Vector256<float> operator *(Vector256<float> a, float b) => a * Vector256.Create(b);

        public static Vector256<float> operator *(float a, Vector256<float> b) => Vector256.Create(a) * b;

        public static Vector256<float> operator |(Vector256<float> a, Vector256<float> b) =>
            new(
                Single(Bits(a.E0) | Bits(b.E0)), Single(Bits(a.E1) | Bits(b.E1)),
                Single(Bits(a.E2) | Bits(b.E2)), Single(Bits(a.E3) | Bits(b.E3)),
                Single(Bits(a.E4) | Bits(b.E4)), Single(Bits(a.E5) | Bits(b.E5)),
                Single(Bits(a.E6) | Bits(b.E6)), Single(Bits(a.E7) | Bits(b.E7)));

        public static bool operator ==(Vector256<float> a, Vector256<float> b) =>
            a.E0 == b.E0 && a.E1 == b.E1 && a.E2 == b.E2 && a.E3 == b.E3 && a.E4 == b.E4 && a.E5 == b.E5 && a.E6 == b.E6 && a.E7 == b.E7;

        public static bool operator !=(Vector256<float> a, Vector256<float> b) => !(a == b);
    }

    extension(Vector256<int>)
    {
        public static Vector256<int> operator +(Vector256<int> a, Vector256<int> b) =>
            new(a.E0 + b.E0, a.E1 + b.E1, a.E2 + b.E2, a.E3 + b.E3, a.E4 + b.E4, a.E5 + b.E5, a.E6 + b.E6, a.E7 + b.E7);

        public static Vector256<int> operator -(Vector256<int> a, Vector256<int> b) =>
            new(a.E0 - b.E0, a.E1 - b.E1, a.E2 - b.E2, a.E3 - b.E3, a.E4 - b.E4, a.E5 - b.E5, a.E6 - b.E6, a.E7 - b.E7);

        public static Vector256<int> operator &(Vector256<int> a, Vector256<int> b) =>
            new(a.E0 & b.E0, a.E1 & b.E1, a.E2 & b.E2, a.E3 & b.E3, a.E4 & b.E4, a.E5 & b.E5, a.E6 & b.E6, a.E7 & b.E7);

        public static Vector256<int> operator <<(Vector256<int> a, int count) =>
            new(a.E0 << count, a.E1 << count, a.E2 << count, a.E3 << count, a.E4 << count, a.E5 << count, a.E6 << count, a.E7 << count);

        public static Vector256<int> operator >>(Vector256<int> a, int count) =>
            new(a.E0 >> count, a.E1 >> count, a.E2 >> count, a.E3 >> count, a.E4 >> count, a.E5 >> count, a.E6 >> count, a.E7 >> count);
    }

    // A mask has all bits set or none.
    private static float Mask(bool isSet) => Single(isSet ? -1 : 0);

    private static float Select(float mask, float a, float b) => Single((Bits(mask) & Bits(a)) | (~Bits(mask) & Bits(b)));

    private static float Signed(float magnitude, float sign) => Single((Bits(magnitude) & int.MaxValue) | (Bits(sign) & int.MinValue));

    private static int Bits(float x) => BitConverter.SingleToInt32Bits(x);

    private static float Single(int bits) => BitConverter.Int32BitsToSingle(bits);
}
