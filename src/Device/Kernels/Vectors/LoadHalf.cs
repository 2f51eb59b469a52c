using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnDeviceRec.Kernels;

/// <summary>
/// Finite fp16 numbers, by their bits: .NET has no instruction for it. A half is sign, 5 bits of exponent biased by 15, 10 of mantissa;
/// moved 13 up and with 112 more in the exponent it is a float n. A subnormal one would have 113 more and 2^-14 taken off again, which is
/// exact and needs no subnormal float on the way: 2n − 2^-14, the smaller of the two for subnormal numbers only.
/// </summary>
internal readonly unsafe struct LoadHalf : IPanelLoad<Half>
{
    private const int Magnitude = 0x7FFF;
    private const int Bias = 112 << 23;
    private const float TwoToMinus14 = 1f / 16384;

    public bool IsSlow => true;

    public float Load1(Half x) => (float)x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Load4(Half* p)
    {
        Vector128<int> half = Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(long*)p).AsInt16());
        Vector128<float> n = (((half & Vector128.Create(Magnitude)) << 13) + Vector128.Create(Bias)).AsSingle();
        return Vector128.MinNative(n + n - Vector128.Create(TwoToMinus14), n) | (half & Vector128.Create(int.MinValue)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Load8(Half* p)
    {
        Vector256<int> half = Avx2.ConvertToVector256Int32((short*)p);
        Vector256<float> n = (((half & Vector256.Create(Magnitude)) << 13) + Vector256.Create(Bias)).AsSingle();
        return Vector256.MinNative(n + n - Vector256.Create(TwoToMinus14), n) | (half & Vector256.Create(int.MinValue)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Load16(Half* p)
    {
        Vector512<int> half = Avx512F.ConvertToVector512Int32(Vector256.Load((short*)p));
        Vector512<float> n = (((half & Vector512.Create(Magnitude)) << 13) + Vector512.Create(Bias)).AsSingle();
        return Vector512.MinNative(n + n - Vector512.Create(TwoToMinus14), n) | (half & Vector512.Create(int.MinValue)).AsSingle();
    }
}
