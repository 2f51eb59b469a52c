using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>The gradient, of which the device's runtime has none.</summary>
internal static partial class Softmax
{
    /// <summary>ds_i += p_i·(dp_i - Σ_j p_j dp_j), from the outputs p.</summary>
    public static void Backward(ReadOnlySpan<float> p, ReadOnlySpan<float> dp, Span<float> ds) =>
        Elementwise.Run(new BackwardOp(Dot.Run(p, dp)), p, dp, ds, ds);

    private readonly struct BackwardOp(float mean) : ITernaryOp
    {
        private readonly Vector256<float> mean = Vector256.Create(mean);

        public Vector256<float> Apply(Vector256<float> p, Vector256<float> dp, Vector256<float> ds) =>
            Vector256.MultiplyAddEstimate(p, dp - mean, ds);
    }
}
