using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>y += α·x.</summary>
internal static partial class Axpy
{
    /// <summary>y_i += α·x_i.</summary>
    public static void Run(float alpha, ReadOnlySpan<float> x, Span<float> y) => Elementwise.Run(new Op(alpha), x, y, y);

    private readonly struct Op(float alpha) : IBinaryOp
    {
        private readonly Vector256<float> alpha = Vector256.Create(alpha);

        public Vector256<float> Apply(Vector256<float> x, Vector256<float> y) => Vector256.MultiplyAddEstimate(alpha, x, y);
    }
}
