using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace OnDeviceRec.Kernels;

/// <summary>
/// One step of Adam (Kingma and Ba, arXiv 1412.6980) with the weight decay decoupled (Loshchilov and Hutter, arXiv 1711.05101):
/// p -= rate·decay·p; m = β₁m + (1-β₁)g; v = β₂v + (1-β₂)g²; p -= rate·(m/c₁) / (√(v/c₂) + ε).
/// </summary>
/// <remarks>
/// c₁ = 1 - β₁ᵗ and c₂ = 1 - β₂ᵗ correct the start from zero; ε is added after the correction.
/// Worked, first step, rate 0.1, no decay: m/c₁ = g and v/c₂ = g², so p moves by 0.1·g/(|g| + ε): 0.1 against the gradient's sign.
/// </remarks>
internal static partial class AdamStep
{
    /// <summary>Moves parameter, m and v, each as long as the gradient, and zeroes the gradient while it is at hand.</summary>
    public static void Run(
        Span<float> parameter,
        Span<float> gradient,
        Span<float> m,
        Span<float> v,
        float rate,
        float beta1,
        float beta2,
        float epsilon,
        float correction1,
        float correction2,
        float weightDecay)
    {
        int n = parameter.Length;
        Debug.Assert(gradient.Length == n && m.Length == n && v.Length == n);
        ref float p0 = ref MemoryMarshal.GetReference(parameter);
        ref float g0 = ref MemoryMarshal.GetReference(gradient);
        ref float m0 = ref MemoryMarshal.GetReference(m);
        ref float v0 = ref MemoryMarshal.GetReference(v);
        var op = new Op(rate, beta1, beta2, epsilon, correction1, correction2, weightDecay);
        int i = 0;
        for (; i <= n - Lanes.Count; i += Lanes.Count)
        {
            nuint at = (nuint)i;
            op.Apply(
                LoadUnsafe(ref p0, at), LoadUnsafe(ref g0, at), LoadUnsafe(ref m0, at), LoadUnsafe(ref v0, at),
                out Vector256<float> p, out Vector256<float> first, out Vector256<float> second);
            p.StoreUnsafe(ref p0, at);
            first.StoreUnsafe(ref m0, at);
            second.StoreUnsafe(ref v0, at);
            Vector256<float>.Zero.StoreUnsafe(ref g0, at);
        }

        if (i < n)
        {
            int count = n - i;
            op.Apply(
                Lanes.Load(ref p0, i, count), Lanes.Load(ref g0, i, count), Lanes.Load(ref m0, i, count), Lanes.Load(ref v0, i, count),
                out Vector256<float> p, out Vector256<float> first, out Vector256<float> second);
            Lanes.Store(p, ref p0, i, count);
            Lanes.Store(first, ref m0, i, count);
            Lanes.Store(second, ref v0, i, count);
            Lanes.Store(Vector256<float>.Zero, ref g0, i, count);
        }
    }

    private readonly struct Op(float rate, float beta1, float beta2, float epsilon, float correction1, float correction2, float weightDecay)
    {
        private readonly float rest1 = 1f - beta1, rest2 = 1f - beta2, keep = 1f - rate * weightDecay;
        private readonly float minusStep = -rate / correction1, inverseCorrection2 = 1f / correction2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(
            Vector256<float> p, Vector256<float> g, Vector256<float> m, Vector256<float> v,
            out Vector256<float> newP, out Vector256<float> first, out Vector256<float> second)
        {
            first = MultiplyAddEstimate(Create(beta1), m, rest1 * g);
            second = MultiplyAddEstimate(Create(beta2), v, rest2 * g * g);
            newP = MultiplyAddEstimate(Create(minusStep), first / (Sqrt(second * inverseCorrection2) + Create(epsilon)), keep * p);
        }
    }
}
