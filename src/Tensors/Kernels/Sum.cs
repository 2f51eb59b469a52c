using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>Σ_i x_i.</summary>
internal static partial class Sum
{
    /// <summary>Σ_i x_i; 0 for an empty span.</summary>
    public static float Run(ReadOnlySpan<float> x) => Reduction.Run(default(Op), x);

    private readonly struct Op : IReduction
    {
        public static float Identity => 0f;

        public Vector256<float> Term(Vector256<float> x) => x;

        public static Vector256<float> Combine(Vector256<float> a, Vector256<float> b) => a + b;
    }
}
