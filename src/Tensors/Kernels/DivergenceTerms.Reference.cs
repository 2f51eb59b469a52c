using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class DivergenceTerms
{
    /// <summary>The naive twin.</summary>
    public static (T Sum, T Difference) Reference<T>(Span<T> t, T teacherMax, ReadOnlySpan<T> z, T max, T scale)
        where T : IFloatingPointIeee754<T>
    {
        (T sum, T difference) = (T.Zero, T.Zero);
        for (int i = 0; i < t.Length; i++)
        {
            T shifted = t[i] - teacherMax;
            t[i] = T.Exp(shifted * scale);
            sum += t[i];
            difference += t[i] * (shifted - (z[i] - max));
        }

        return (sum, difference);
    }
}
