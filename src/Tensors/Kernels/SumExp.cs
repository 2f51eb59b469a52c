using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>Σ_i e^((x_i - shift)·scale): the partition sum of one block of a softmax over a catalogue.</summary>
internal static partial class SumExp
{
    /// <summary>Σ_i e^((x_i - shift)·scale); 0 for an empty span.</summary>
    public static float Run(ReadOnlySpan<float> row, float shift, float scale) => Reduction.Run(new Op(shift, scale), row);

    private readonly struct Op(float shift, float scale) : IReduction
    {
        private readonly Vector256<float> shift = Vector256.Create(shift);
        private readonly Vector256<float> scale = Vector256.Create(scale);

        public static float Identity => 0f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Term(Vector256<float> x) => Exp.Of((x - shift) * scale);

        public static Vector256<float> Combine(Vector256<float> a, Vector256<float> b) => a + b;
    }
}
