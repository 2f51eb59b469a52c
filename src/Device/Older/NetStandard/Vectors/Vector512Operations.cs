namespace System.Runtime.Intrinsics;

/// <summary>What the kernels would do with sixteen numbers.</summary>
internal static class Vector512
{
    public static bool IsHardwareAccelerated => false;

    public static Vector512<float> Create(float x) => new(Vector256.Create(x), Vector256.Create(x));

    public static Vector512<float> LoadUnsafe(ref float source, nuint offset) =>
        new(Vector256.LoadUnsafe(ref source, offset), Vector256.LoadUnsafe(ref source, offset + 8));

    public static void StoreUnsafe(this Vector512<float> value, ref float target, nuint offset)
    {
        value.Lower.StoreUnsafe(ref target, offset);
        value.Upper.StoreUnsafe(ref target, offset + 8);
    }

    public static Vector512<float> MultiplyAddEstimate(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        new(Vector256.MultiplyAddEstimate(a.Lower, b.Lower, c.Lower), Vector256.MultiplyAddEstimate(a.Upper, b.Upper, c.Upper));

    public static Vector512<float> Max(Vector512<float> a, Vector512<float> b) =>
        new(Vector256.Max(a.Lower, b.Lower), Vector256.Max(a.Upper, b.Upper));

    public static Vector256<float> GetLower(this Vector512<float> x) => x.Lower;

    public static Vector256<float> GetUpper(this Vector512<float> x) => x.Upper;

    extension(Vector512<float>)
    {
        public static Vector512<float> operator +(Vector512<float> a, Vector512<float> b) => new(a.Lower + b.Lower, a.Upper + b.Upper);

        public static Vector512<float> operator -(Vector512<float> a, Vector512<float> b) => new(a.Lower - b.Lower, a.Upper - b.Upper);

        public static Vector512<float> operator *(Vector512<float> a, float b) => new(a.Lower * b, a.Upper * b);

        public static Vector512<float> operator *(float a, Vector512<float> b) => b * a;
    }
}
