using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>fp32, as it is.</summary>
internal readonly unsafe struct LoadSingle : IPanelLoad<float>
{
    public bool IsSlow => false;

    public float Load1(float x) => x;

    public Vector128<float> Load4(float* p) => Vector128.Load(p);

    public Vector256<float> Load8(float* p) => Vector256.Load(p);

    public Vector512<float> Load16(float* p) => Vector512.Load(p);
}
