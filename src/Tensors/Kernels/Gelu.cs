using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace OnDeviceRec.Kernels;

/// <summary>y = x·Φ(x) = x/2·(1 + erf(x/√2)), the exact GELU (Hendrycks and Gimpel, arXiv 1606.08415).</summary>
/// <remarks>
/// With the tail E·q = Φ(-|x|) it is max(x, 0) - |x|·E·q, which keeps its digits for negative x too:
/// at most 6.8 ulp, measured over a million floats (5.8 with a fused multiply-add).
/// Worked: gelu(1) = 0.841345, gelu(-1) = -0.158655, gelu(-4) = -1.26685e-4; gelu(-∞) = 0.
/// </remarks>
internal static partial class Gelu
{
    /// <summary>y_i = x_i·Φ(x_i); y may be x.</summary>
    public static void Run(ReadOnlySpan<float> x, Span<float> y) => Elementwise.Run(default(Op), x, y);

    private readonly struct Op : IUnaryOp
    {
        public Vector256<float> Apply(Vector256<float> x)
        {
            // Past the limit the tail is 0, and 0 times the limit, unlike 0 times infinity, is 0.
            Vector256<float> magnitude = Lanes.AtMost(Abs(x), Create(NormalTail.Limit));
            Vector256<float> e = NormalTail.Of(magnitude, out Vector256<float> q);
            return Lanes.AtLeast(x, Vector256<float>.Zero) - magnitude * q * e;
        }
    }
}
