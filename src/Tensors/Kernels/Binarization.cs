using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>Numbers rounded to one bit each: a scale with their sign.</summary>
internal static partial class Binarization
{
    /// <summary>y_i = s with the sign of x_i; that of a zero is its own.</summary>
    public static void Run(float s, ReadOnlySpan<float> x, Span<float> y) => Elementwise.Run(new Op(s), x, y);

    private readonly struct Op(float s) : IUnaryOp
    {
        public Vector256<float> Apply(Vector256<float> x) => Vector256.CopySign(Vector256.Create(s), x);
    }
}
