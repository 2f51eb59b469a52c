using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>
/// What the small tiles need of a vector, so that one text serves all widths; the call of each vanishes in the compiled code.
/// </summary>
internal static unsafe partial class Gemm
{
    /// <summary>Single-precision lanes of one vector type.</summary>
    private interface ILanes<TVector>
    {
        static abstract int Count { get; }

        static abstract TVector Create(float x);

        static abstract TVector Load(float* p);

        static abstract void Store(TVector v, float* p);

        static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);
    }

    private readonly struct Lanes512 : ILanes<Vector512<float>>
    {
        public static int Count => 16;

        public static Vector512<float> Create(float x) => Vector512.Create(x);

        public static Vector512<float> Load(float* p) => Vector512.Load(p);

        public static void Store(Vector512<float> v, float* p) => v.Store(p);

        public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
            Vector512.MultiplyAddEstimate(a, b, c);
    }

    private readonly struct Lanes256 : ILanes<Vector256<float>>
    {
        public static int Count => 8;

        public static Vector256<float> Create(float x) => Vector256.Create(x);

        public static Vector256<float> Load(float* p) => Vector256.Load(p);

        public static void Store(Vector256<float> v, float* p) => v.Store(p);

        public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
            Vector256.MultiplyAddEstimate(a, b, c);
    }

    private readonly struct Lanes128 : ILanes<Vector128<float>>
    {
        public static int Count => 4;

        public static Vector128<float> Create(float x) => Vector128.Create(x);

        public static Vector128<float> Load(float* p) => Vector128.Load(p);

        public static void Store(Vector128<float> v, float* p) => v.Store(p);

        public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
            Vector128.MultiplyAddEstimate(a, b, c);
    }
}
