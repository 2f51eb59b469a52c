using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class Erf
{
    /// <summary>The naive twin.</summary>
    public static void Reference<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : IFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++)
        {
            T magnitude = T.Abs(x[i]);
            T value = magnitude < T.CreateChecked(2) ? Series(magnitude) : T.One - Complement(magnitude);
            y[i] = T.CopySign(value, x[i]);
        }
    }

    /// <summary>erfc(x) = 1 - erf(x) with its digits kept for large x.</summary>
    public static T Complement<T>(T x)
        where T : IFloatingPointIeee754<T>
    {
        T two = T.CreateChecked(2);
        if (T.IsNegative(x))
            return two - Complement(-x);
        if (x < two)
            return T.One - Series(x);

        // Continued fraction e^(-x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …)))), from the inside out.
        T fraction = T.Zero;
        for (int k = 150; k > 0; k--)
            fraction = T.CreateChecked(k) / two / (x + fraction);
        return T.Exp(-x * x) / T.Sqrt(T.Pi) / (x + fraction);
    }

    /// <summary>erf(x) = 2/√π·e^(-x²)·Σ_k 2^k x^(2k+1) / (1·3·5·…·(2k+1)): all terms positive for x ≥ 0.</summary>
    private static T Series<T>(T x)
        where T : IFloatingPointIeee754<T>
    {
        T two = T.CreateChecked(2);
        T term = x;
        T sum = x;
        for (int k = 1; k < 60; k++)
        {
            term *= two * x * x / T.CreateChecked(2 * k + 1);
            sum += term;
        }

        return two / T.Sqrt(T.Pi) * T.Exp(-x * x) * sum;
    }
}
