using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>y_i = x_i - ln Σ_j e^(x_j).</summary>
/// <remarks>
/// The maximum goes off before the logarithm of the sum, so large scores lose no digits: [1000, 1000] gives -ln 2 twice.
/// An entry of -∞ stays -∞; a row whose maximum is infinite has no softmax and becomes NaN.
/// </remarks>
internal static partial class LogSoftmax
{
    /// <summary>y = log softmax of x; y may be x.</summary>
    public static void Run(ReadOnlySpan<float> x, Span<float> y)
    {
        float max = Max.Run(x);
        Elementwise.Run(new Op(max, MathF.Log(SumExp.Run(x, max, 1f))), x, y);
    }

    private readonly struct Op(float max, float logSum) : IUnaryOp
    {
        private readonly Vector256<float> max = Vector256.Create(max);
        private readonly Vector256<float> logSum = Vector256.Create(logSum);

        public Vector256<float> Apply(Vector256<float> x) => (x - max) - logSum;
    }
}
