using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace OnDeviceRec.Kernels;

/// <summary>y_i = gain_i·x̂_i + bias_i, x̂_i = (x_i - μ)·s, μ the mean, s = 1/√(variance + ε): one row of width d.</summary>
/// <remarks>
/// Biased variance (1/d), taken about the mean in a pass of its own. The mean is corrected by the mean of what is left after it
/// (Chan, Golub and LeVeque, 1983): with ε = 1e-12 its rounding error alone would give a constant row a visible variance.
/// Numbers whose squares are above the largest float are made 2^80 times smaller first; ε is nothing beside their variance.
/// Worked, ε = 0, gain 1, bias 0: [1, 2, 3, 4] has μ = 2.5, variance 1.25 and y = [-1.34164, -0.447214, 0.447214, 1.34164].
/// </remarks>
internal static partial class LayerNorm
{
    /// <summary>Normalizes the row; keeps μ and s for the backward. y may be x.</summary>
    public static void Run(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> gain,
        ReadOnlySpan<float> bias,
        float epsilon,
        Span<float> y,
        out float mean,
        out float inverseDeviation)
    {
        const float Large = 1208925819614629174706176f, Small = 1f / Large;
        Moments(x, out mean, out float variance);
        if (float.IsFinite(variance))
        {
            inverseDeviation = 1f / MathF.Sqrt(variance + epsilon);
            Elementwise.Run(new Op(mean, inverseDeviation), x, gain, bias, y);
            return;
        }

        for (int i = 0; i < y.Length; i++) y[i] = x[i] * Small;
        Moments(y, out mean, out variance);
        inverseDeviation = 1f / MathF.Sqrt(variance + float.Epsilon);
        Elementwise.Run(new Op(mean, inverseDeviation), y, gain, bias, y);
        mean *= Large;
        inverseDeviation *= Small;
    }

    private static void Moments(ReadOnlySpan<float> x, out float mean, out float variance)
    {
        float first = Sum.Run(x) / x.Length;
        mean = first + Reduction.Run<Sum.Fold, Deviation>(new Deviation(first), x) / x.Length;
        variance = Reduction.Run<Sum.Fold, SquaredDeviation>(new SquaredDeviation(mean), x) / x.Length;
    }

    private readonly struct Deviation(float mean) : IUnaryOp
    {
        private readonly Vector256<float> mean = Create(mean);

        public Vector256<float> Apply(Vector256<float> x) => x - mean;
    }

    private readonly struct SquaredDeviation(float mean) : IUnaryOp
    {
        private readonly Vector256<float> mean = Create(mean);

        public Vector256<float> Apply(Vector256<float> x) => (x - mean) * (x - mean);
    }

    private readonly struct Op(float mean, float inverseDeviation) : ITernaryOp
    {
        private readonly Vector256<float> mean = Create(mean);
        private readonly Vector256<float> inverseDeviation = Create(inverseDeviation);

        public Vector256<float> Apply(Vector256<float> x, Vector256<float> gain, Vector256<float> bias) =>
            MultiplyAddEstimate((x - mean) * inverseDeviation, gain, bias);
    }
}
