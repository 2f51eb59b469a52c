using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>y += α·x.</summary>
internal static partial class Axpy
{
    /// <summary>y_i += α·x_i.</summary>
    public static void Run(float alpha, ReadOnlySpan<float> x, Span<float> y) => Elementwise.RunWide(new Op(alpha), x, y, y);

    private readonly struct Op(float alpha) : IWideBinaryOp
    {
        public Vector256<float> Apply(Vector256<float> x, Vector256<float> y) =>
            Vector256.MultiplyAddEstimate(Vector256.Create(alpha), x, y);

        public Vector512<float> Apply(Vector512<float> x, Vector512<float> y) =>
            Vector512.MultiplyAddEstimate(Vector512.Create(alpha), x, y);
    }
}
