using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>x = α·x.</summary>
internal static partial class Scale
{
    /// <summary>x_i = α·x_i.</summary>
    public static void Run(float alpha, Span<float> x) => Elementwise.RunWide(new Op(alpha), x, x);

    private readonly struct Op(float alpha) : IWideUnaryOp
    {
        public Vector256<float> Apply(Vector256<float> x) => alpha * x;

        public Vector512<float> Apply(Vector512<float> x) => alpha * x;
    }
}
