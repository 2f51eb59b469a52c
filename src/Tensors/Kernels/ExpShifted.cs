using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>y = e^((x - shift)·scale): one block of a softmax over a catalog, scale 1/θ for a temperature θ.</summary>
internal static partial class ExpShifted
{
    /// <summary>y_i = e^((x_i - shift)·scale); y may be x.</summary>
    public static void Run(ReadOnlySpan<float> x, float shift, float scale, Span<float> y) =>
        Elementwise.RunWide(new Op(shift, scale), x, y);

    /// <summary>The term of the sum, for those that add it up.</summary>
    public readonly struct Op(float shift, float scale) : IWideUnaryOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Apply(Vector256<float> x) => Exp.Of((x - Vector256.Create(shift)) * scale);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Apply(Vector512<float> x) => Exp.Of((x - Vector512.Create(shift)) * scale);
    }
}
