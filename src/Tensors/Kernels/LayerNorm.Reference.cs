using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class LayerNorm
{
    /// <summary>The naive twin.</summary>
    public static void Reference<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> gain, ReadOnlySpan<T> bias, T epsilon, Span<T> y, out T mean, out T inverseDeviation)
        where T : IFloatingPointIeee754<T>
    {
        T d = T.CreateChecked(x.Length);
        mean = Sum.Reference(x) / d;
        T variance = T.Zero;
        foreach (T value in x)
            variance += (value - mean) * (value - mean) / d;
        inverseDeviation = T.One / T.Sqrt(variance + epsilon);
        for (int i = 0; i < x.Length; i++)
            y[i] = (x[i] - mean) * inverseDeviation * gain[i] + bias[i];
    }

    /// <summary>The naive twin of the backward.</summary>
    public static void BackwardReference<T>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> gain,
        T mean,
        T inverseDeviation,
        ReadOnlySpan<T> dy,
        Span<T> dx,
        Span<T> dGain,
        Span<T> dBias)
        where T : IFloatingPointIeee754<T>
    {
        T d = T.CreateChecked(x.Length);
        T meanG = T.Zero;
        T meanProjection = T.Zero;
        for (int i = 0; i < x.Length; i++)
        {
            T normal = (x[i] - mean) * inverseDeviation;
            meanG += dy[i] * gain[i] / d;
            meanProjection += dy[i] * gain[i] * normal / d;
            dGain[i] += dy[i] * normal;
            dBias[i] += dy[i];
        }

        for (int i = 0; i < x.Length; i++)
        {
            T normal = (x[i] - mean) * inverseDeviation;
            dx[i] += inverseDeviation * (dy[i] * gain[i] - meanG - normal * meanProjection);
        }
    }
}
