using System.Numerics;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin.</summary>
public static partial class InfoNce
{
    /// <summary>similarities [n, n].</summary>
    internal static T Reference<T>(ReadOnlySpan<T> similarities, int n)
        where T : IFloatingPointIeee754<T>
    {
        T loss = T.Zero;
        for (int i = 0; i < n; i++)
        {
            T sum = T.Zero;
            for (int j = 0; j < n; j++) sum += T.Exp(similarities[(i * n) + j] - similarities[(i * n) + i]);
            loss += T.Log(sum);
        }

        return loss / T.CreateChecked(n);
    }
}
