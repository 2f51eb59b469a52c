using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class Gelu
{
    /// <summary>The naive twin.</summary>
    public static void Reference<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : IFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++)
            y[i] = x[i] * Normal(x[i]);
    }

    /// <summary>The naive twin of the backward.</summary>
    public static void BackwardReference<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx)
        where T : IFloatingPointIeee754<T>
    {
        T two = T.CreateChecked(2);
        for (int i = 0; i < x.Length; i++)
        {
            T density = T.Exp(-x[i] * x[i] / two) / T.Sqrt(two * T.Pi);
            dx[i] += dy[i] * (Normal(x[i]) + x[i] * density);
        }
    }

    /// <summary>Φ(x) = erfc(-x/√2)/2.</summary>
    private static T Normal<T>(T x)
        where T : IFloatingPointIeee754<T>
    {
        T two = T.CreateChecked(2);
        return Erf.Complement(-x / T.Sqrt(two)) / two;
    }
}
