using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Autograd.Optimization;

/// <summary>Bounds the length of a step (Pascanu, Mikolov, Bengio, arXiv 1211.5063).</summary>
public static class GradientClipping
{
    /// <summary>
    /// Scales all gradients together by maxNorm/‖g‖₂ when ‖g‖₂ exceeds maxNorm; the norm runs over all values of all
    /// parameters that are not frozen.
    /// </summary>
    /// <param name="parameters">Whose gradients.</param>
    /// <param name="maxNorm">The largest norm, above 0.</param>
    /// <returns>The norm before; when it is not finite nothing was scaled.</returns>
    /// <exception cref="ArgumentOutOfRangeException">maxNorm is not above 0.</exception>
    /// <example>The gradients [3] and [4] have the norm 5; clipped to 1 they are [0.6] and [0.8].</example>
    public static double ClipNorm(IReadOnlyList<Parameter> parameters, double maxNorm)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNorm);
        double squares = 0;
        for (int i = 0; i < parameters.Count; i++)
        {
            if (!parameters[i].Frozen) squares += SumOfSquares(parameters[i].Gradient!.Span);
        }

        double norm = Math.Sqrt(squares);
        if (!double.IsFinite(norm) || norm <= maxNorm) return norm;
        for (int i = 0; i < parameters.Count; i++)
        {
            if (!parameters[i].Frozen) Scale.Run((float)(maxNorm / norm), parameters[i].Gradient!.Span);
        }

        return norm;
    }

    // In double: squares of float32 gradients can overflow and the sum runs over millions.
    private static double SumOfSquares(ReadOnlySpan<float> values)
    {
        Vector256<double> lower = default, upper = default;
        ReadOnlySpan<Vector256<float>> vectors = MemoryMarshal.Cast<float, Vector256<float>>(values);
        foreach (Vector256<float> vector in vectors)
        {
            (Vector256<double> a, Vector256<double> b) = Vector256.Widen(vector);
            lower += a * a;
            upper += b * b;
        }

        double sum = Vector256.Sum(lower + upper);
        foreach (float value in values[(vectors.Length * Vector256<float>.Count)..]) sum += (double)value * value;
        return sum;
    }
}
