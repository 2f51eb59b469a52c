using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>y += x.</summary>
internal static partial class Add
{
    /// <summary>y_i += x_i.</summary>
    public static void Run(ReadOnlySpan<float> x, Span<float> y) => Elementwise.Run(default(Op), x, y, y);

    private readonly struct Op : IBinaryOp
    {
        public Vector256<float> Apply(Vector256<float> x, Vector256<float> y) => x + y;
    }
}
