using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace OnDeviceRec.Kernels;

/// <summary>y = σ(x) = 1 / (1 + e^(-x)).</summary>
/// <remarks>
/// With e = e^(-|x|): 1 / (1 + e) for x ≥ 0 and e / (1 + e) below, so nothing overflows and small results keep their digits: at most
/// 2.4 ulp, measured over five million floats. Worked: σ(ln 3) = 0.75, σ(-ln 3) = 0.25.
/// </remarks>
internal static partial class Sigmoid
{
    /// <summary>y_i = σ(x_i); y may be x.</summary>
    public static void Run(ReadOnlySpan<float> x, Span<float> y) => Elementwise.Run(default(Op), x, y);

    private readonly struct Op : IUnaryOp
    {
        public Vector256<float> Apply(Vector256<float> x)
        {
            Vector256<float> one = Create(1f);
            Vector256<float> e = Exp.Of(-Abs(x));
            return ConditionalSelect(LessThan(x, Vector256<float>.Zero), e, one) / (one + e);
        }
    }
}
