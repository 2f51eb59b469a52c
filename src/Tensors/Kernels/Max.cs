using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>max_i x_i.</summary>
internal static partial class Max
{
    /// <summary>The largest value, -∞ for an empty span; NaN where any value is NaN.</summary>
    public static float Run(ReadOnlySpan<float> x) => Reduction.RunWide<Fold, Reduction.Itself>(default, x);

    /// <summary>The maximum, from -∞; NaN wins.</summary>
    private readonly struct Fold : IWideFold
    {
        public float Identity => float.NegativeInfinity;

        public Vector256<float> Combine(Vector256<float> a, Vector256<float> b) => Vector256.Max(a, b);

        public Vector512<float> Combine(Vector512<float> a, Vector512<float> b) => Vector512.Max(a, b);
    }
}
