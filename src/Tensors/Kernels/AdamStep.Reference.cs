using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class AdamStep
{
    /// <summary>The naive twin.</summary>
    public static void Reference<T>(
        Span<T> parameter,
        Span<T> gradient,
        Span<T> m,
        Span<T> v,
        T rate,
        T beta1,
        T beta2,
        T epsilon,
        T correction1,
        T correction2,
        T weightDecay)
        where T : IFloatingPointIeee754<T>
    {
        for (int i = 0; i < parameter.Length; i++)
        {
            parameter[i] -= rate * weightDecay * parameter[i];
            m[i] = beta1 * m[i] + (T.One - beta1) * gradient[i];
            v[i] = beta2 * v[i] + (T.One - beta2) * gradient[i] * gradient[i];
            parameter[i] -= rate * (m[i] / correction1) / (T.Sqrt(v[i] / correction2) + epsilon);
            gradient[i] = T.Zero;
        }
    }
}
