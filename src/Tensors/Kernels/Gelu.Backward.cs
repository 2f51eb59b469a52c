using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace OnDeviceRec.Kernels;

/// <summary>The gradient, of which the device's runtime has none.</summary>
internal static partial class Gelu
{
    /// <summary>dx_i += dy_i·(Φ(x_i) + x_i·φ(x_i)), from the inputs x; φ(x) = e^(-x²/2)/√(2π).</summary>
    /// <remarks>With g = E·(q - |x|/√(2π)) the slope is g for x &lt; 0 and 1 - g for x ≥ 0: forward and backward share E and q.</remarks>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        Elementwise.Run(default(BackwardOp), x, dy, dx, dx);

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
