using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnDeviceRec.Kernels;

/// <summary>
/// Finite fp16 numbers, by their bits: .NET has no instruction for it. A half is sign, 5 bits of exponent biased by 15, 10 of mantissa;
/// moved 13 up and with 112 more in the exponent it is a float. A subnormal one gets 113 and has 2^-14 taken off again, which is exact
/// and needs no subnormal float on the way.
/// </summary>
internal readonly unsafe struct LoadHalf : IPanelLoad<Half>
{
    private const int Magnitude = 0x7FFF;
    private const int Bias = 112 << 23;
    private const int SmallBias = 113 << 23;
    private const int FirstNormal = 1 << 23;
    private const float TwoToMinus14 = 1f / 16384;

    public static bool IsSlow => true;

    public static float Load1(Half x) => (float)x;

    public static Vector128<float> Load4(Half* p)
    {
        Vector128<int> half = Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(long*)p).AsInt16());
        Vector128<int> bits = (half & Vector128.Create(Magnitude)) << 13;
        Vector128<float> small = (bits + Vector128.Create(SmallBias)).AsSingle() - Vector128.Create(TwoToMinus14);
        Vector128<float> normal = (bits + Vector128.Create(Bias)).AsSingle();
        Vector128<float> isSmall = Vector128.LessThan(bits, Vector128.Create(FirstNormal)).AsSingle();
        return Vector128.ConditionalSelect(isSmall, small, normal) | (half & Vector128.Create(int.MinValue)).AsSingle();
    }

    public static Vector256<float> Load8(Half* p)
    {
        Vector256<int> half = Avx2.ConvertToVector256Int32((short*)p);
        Vector256<int> bits = (half & Vector256.Create(Magnitude)) << 13;
        Vector256<float> small = (bits + Vector256.Create(SmallBias)).AsSingle() - Vector256.Create(TwoToMinus14);
        Vector256<float> normal = (bits + Vector256.Create(Bias)).AsSingle();
        Vector256<float> isSmall = Vector256.LessThan(bits, Vector256.Create(FirstNormal)).AsSingle();
        return Vector256.ConditionalSelect(isSmall, small, normal) | (half & Vector256.Create(int.MinValue)).AsSingle();
    }

    public static Vector512<float> Load16(Half* p)
    {
        Vector512<int> half = Avx512F.ConvertToVector512Int32(Vector256.Load((short*)p));
        Vector512<int> bits = (half & Vector512.Create(Magnitude)) << 13;
        Vector512<float> small = (bits + Vector512.Create(SmallBias)).AsSingle() - Vector512.Create(TwoToMinus14);
        Vector512<float> normal = (bits + Vector512.Create(Bias)).AsSingle();
        Vector512<float> isSmall = Vector512.LessThan(bits, Vector512.Create(FirstNormal)).AsSingle();
        return Vector512.ConditionalSelect(isSmall, small, normal) | (half & Vector512.Create(int.MinValue)).AsSingle();
    }
}
