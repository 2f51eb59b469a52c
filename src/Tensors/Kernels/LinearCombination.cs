using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>y = α·y + β·x, and the same of three.</summary>
internal static partial class LinearCombination
{
    /// <summary>y_i = α·y_i + β·x_i.</summary>
    public static void Run(float alpha, Span<float> y, float beta, ReadOnlySpan<float> x) =>
        Elementwise.RunWide(new OfTwo(alpha, beta), x, y, y);

    /// <summary>y_i = α·y_i + β·x_i + γ·w_i.</summary>
    public static void Run(float alpha, Span<float> y, float beta, ReadOnlySpan<float> x, float gamma, ReadOnlySpan<float> w) =>
        Elementwise.RunWide(new OfThree(alpha, beta, gamma), w, x, y, y);

    private readonly struct OfTwo(float alpha, float beta) : IWideBinaryOp
    {
        public Vector256<float> Apply(Vector256<float> x, Vector256<float> y) =>
            Vector256.MultiplyAddEstimate(Vector256.Create(beta), x, alpha * y);

        public Vector512<float> Apply(Vector512<float> x, Vector512<float> y) =>
            Vector512.MultiplyAddEstimate(Vector512.Create(beta), x, alpha * y);
    }

    private readonly struct OfThree(float alpha, float beta, float gamma) : IWideTernaryOp
    {
        public Vector256<float> Apply(Vector256<float> w, Vector256<float> x, Vector256<float> y) =>
            Vector256.MultiplyAddEstimate(
                Vector256.Create(gamma), w, Vector256.MultiplyAddEstimate(Vector256.Create(beta), x, alpha * y));

        public Vector512<float> Apply(Vector512<float> w, Vector512<float> x, Vector512<float> y) =>
            Vector512.MultiplyAddEstimate(
                Vector512.Create(gamma), w, Vector512.MultiplyAddEstimate(Vector512.Create(beta), x, alpha * y));
    }
}
