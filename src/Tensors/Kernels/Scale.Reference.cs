using System.Numerics;

namespace OnDeviceRec.Kernels;

internal static partial class Scale
{
    /// <summary>The naive twin.</summary>
    public static void Reference<T>(T alpha, Span<T> x)
        where T : IFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++)
            x[i] *= alpha;
    }
}
