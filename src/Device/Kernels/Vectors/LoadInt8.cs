using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnDeviceRec.Kernels;

/// <summary>Signed bytes: widened and converted, two instructions a vector with AVX2. Their scale is the caller's business.</summary>
internal readonly unsafe struct LoadInt8 : IPanelLoad<sbyte>
{
    public bool IsSlow => !Vector256.IsHardwareAccelerated;

    public float Load1(sbyte x) => x;

    public Vector128<float> Load4(sbyte* p)
    {
        Vector128<short> wide = Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(int*)p).AsSByte());
        return Vector128.ConvertToSingle(Vector128.WidenLower(wide));
    }

    public Vector256<float> Load8(sbyte* p) => Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(p));

    public Vector512<float> Load16(sbyte* p) => Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector128.Load(p)));
}
