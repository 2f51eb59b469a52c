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

    /// <summary>dx_i += dy_i·(Φ(x_i) + x_i·φ(x_i)), from the inputs x; φ(x) = e^(-x²/2)/√(2π).</summary>
    /// <remarks>With g = E·(q - |x|/√(2π)) the slope is g for x &lt; 0 and 1 - g for x ≥ 0: forward and backward share E and q.</remarks>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        Elementwise.Run(default(BackwardOp), x, dy, dx, dx);

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

    private readonly struct BackwardOp : ITernaryOp
    {
        public Vector256<float> Apply(Vector256<float> x, Vector256<float> dy, Vector256<float> dx)
        {
            Vector256<float> magnitude = Lanes.AtMost(Abs(x), Create(NormalTail.Limit));
            Vector256<float> e = NormalTail.Of(magnitude, out Vector256<float> q);
            Vector256<float> below = e * MultiplyAddEstimate(magnitude, Create(-0.398942280f), q);
            Vector256<float> slope = ConditionalSelect(LessThan(x, Vector256<float>.Zero), below, Create(1f) - below);
            return MultiplyAddEstimate(dy, slope, dx);
        }
    }
}
