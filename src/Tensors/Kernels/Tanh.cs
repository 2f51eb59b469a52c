using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace OnDeviceRec.Kernels;

/// <summary>y = tanh x = (e^(2x) - 1) / (e^(2x) + 1).</summary>
/// <remarks>
/// With e = e^(2|x|) - 1 = 2^n·(e^r - 1) + (2^n - 1) it is e / (e + 2), accurate relative to itself down to the denormals because
/// e^r - 1 is: at most 2.5 ulp, measured over five million floats. The sign is put back, so tanh(-x) = -tanh(x) to the bit.
/// Worked: tanh(0.5) = 1.71828 / 3.71828 = 0.462117.
/// </remarks>
internal static partial class Tanh
{
    // From here on the result rounds to 1.
    private const float Saturation = 9.1f;

    /// <summary>y_i = tanh(x_i); y may be x.</summary>
    public static void Run(ReadOnlySpan<float> x, Span<float> y) => Elementwise.Run(default(Op), x, y);

    private readonly struct Op : IUnaryOp
    {
        public Vector256<float> Apply(Vector256<float> x)
        {
            Vector256<float> magnitude = Lanes.AtMost(Abs(x), Create(Saturation));
            Vector256<float> r = Exp.Reduce(magnitude + magnitude, out Vector256<int> n);
            Vector256<float> power = Exp.PowerOfTwo(n);
            Vector256<float> e = MultiplyAddEstimate(Exp.MinusOne(r), power, power - Create(1f));
            return CopySign(e / (e + Create(2f)), x);
        }
    }
}
