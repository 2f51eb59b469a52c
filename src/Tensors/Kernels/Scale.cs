using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>x = α·x.</summary>
internal static partial class Scale
{
    /// <summary>x_i = α·x_i.</summary>
    public static void Run(float alpha, Span<float> x) => Elementwise.Run(new Op(alpha), x, x);

    private readonly struct Op(float alpha) : IUnaryOp
    {
        private readonly Vector256<float> alpha = Vector256.Create(alpha);

        public Vector256<float> Apply(Vector256<float> x) => alpha * x;
    }
}
