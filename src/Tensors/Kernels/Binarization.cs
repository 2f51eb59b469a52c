using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>Numbers rounded to one bit each: a scale with their sign.</summary>
internal static partial class Binarization
{
    /// <summary>y_i = s_i with the sign of x_i; that of a zero is its own.</summary>
    public static void Run(ReadOnlySpan<float> s, ReadOnlySpan<float> x, Span<float> y) => Elementwise.Run(default(Op), s, x, y);

    private readonly struct Op : IBinaryOp
    {
        public Vector256<float> Apply(Vector256<float> s, Vector256<float> x) => Vector256.CopySign(s, x);
    }
}
