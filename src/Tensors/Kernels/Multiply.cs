using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>y = a∘b, the elementwise product.</summary>
internal static partial class Multiply
{
    /// <summary>y_i = a_i·b_i; y may be a or b.</summary>
    public static void Run(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Elementwise.Run(default(Op), a, b, y);

    private readonly struct Op : IBinaryOp
    {
        public Vector256<float> Apply(Vector256<float> a, Vector256<float> b) => a * b;
    }
}
