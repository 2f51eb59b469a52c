using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>Of whole spans, which the device's runtime has no use for.</summary>
internal static partial class Exp
{
    /// <summary>y_i = e^(x_i); y may be x.</summary>
    public static void Run(ReadOnlySpan<float> x, Span<float> y) => Elementwise.RunWide(default(Op), x, y);

    private readonly struct Op : IWideUnaryOp
    {
        public Vector256<float> Apply(Vector256<float> x) => Of(x);

        public Vector512<float> Apply(Vector512<float> x) => Of(x);
    }
}
