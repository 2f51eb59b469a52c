using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>max_i x_i. In place of the shared kernel, as of NaN the maximum of .NET 8 takes either side.</summary>
internal static class Max
{
    /// <summary>The largest value, -∞ for an empty span; NaN where any value is NaN.</summary>
    public static float Run(ReadOnlySpan<float> x) => Reduction.RunWide<Fold, Reduction.Itself>(default, x);

    private readonly struct Fold : IWideFold
    {
        public float Identity => float.NegativeInfinity;

        // On x64 the native maximum is b where either is NaN.
        public Vector256<float> Combine(Vector256<float> a, Vector256<float> b) =>
            Vector256.ConditionalSelect(Vector256.Equals(a, a), Vector256.MaxNative(a, b), a);

        public Vector512<float> Combine(Vector512<float> a, Vector512<float> b) =>
            Vector512.ConditionalSelect(Vector512.Equals(a, a), Vector512.MaxNative(a, b), a);
    }
}
