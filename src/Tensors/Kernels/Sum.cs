using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>Σ_i x_i.</summary>
internal static partial class Sum
{
    /// <summary>Σ_i x_i; 0 for an empty span.</summary>
    public static float Run(ReadOnlySpan<float> x) => Reduction.RunWide<Fold, Reduction.Itself>(default, x);

    /// <summary>Addition, from 0.</summary>
    public readonly struct Fold : IWideFold
    {
        public float Identity => 0f;

        public Vector256<float> Combine(Vector256<float> a, Vector256<float> b) => a + b;

        public Vector512<float> Combine(Vector512<float> a, Vector512<float> b) => a + b;
    }
}
