using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>A row rounded to one bit a number: its mean magnitude, times signs.</summary>
internal static partial class Binarization
{
    /// <summary>Σ_i |x_i|; 0 for an empty span.</summary>
    public static float SumOfMagnitudes(ReadOnlySpan<float> x) => Reduction.Run<Sum.Fold, Magnitude>(default, x);

    /// <summary>y_i = s with the sign of x_i; that of a zero is its own.</summary>
    public static void Run(float s, ReadOnlySpan<float> x, Span<float> y) => Elementwise.Run(new Op(s), x, y);

    private readonly struct Magnitude : IUnaryOp
    {
        public Vector256<float> Apply(Vector256<float> x) => Vector256.Abs(x);
    }

    private readonly struct Op(float s) : IUnaryOp
    {
        public Vector256<float> Apply(Vector256<float> x) => Vector256.CopySign(Vector256.Create(s), x);
    }
}
