using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace OnDeviceRec.Kernels;

/// <summary>The gradient, of which the device's runtime has none.</summary>
internal static partial class Tanh
{
    /// <summary>dx_i += dy_i·(1 - y_i²), from the outputs y.</summary>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Elementwise.Run(default(BackwardOp), y, dy, dx, dx);

    private readonly struct BackwardOp : ITernaryOp
    {
        public Vector256<float> Apply(Vector256<float> y, Vector256<float> dy, Vector256<float> dx) =>
            MultiplyAddEstimate(dy, MultiplyAddEstimate(-y, y, Create(1f)), dx);
    }
}
