using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>y += x.</summary>
internal static partial class Add
{
    /// <summary>y_i += x_i.</summary>
    public static void Run(ReadOnlySpan<float> x, Span<float> y) => Elementwise.RunWide(default(Op), x, y, y);

    private readonly struct Op : IWideBinaryOp
    {
        public Vector256<float> Apply(Vector256<float> x, Vector256<float> y) => x + y;

        public Vector512<float> Apply(Vector512<float> x, Vector512<float> y) => x + y;
    }
}
