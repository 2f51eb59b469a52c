using System.Diagnostics;
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
    /// <summary>Moves parameter, m and v, each as long as the gradient, which is only read.</summary>
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
        Vector256<float> β1 = Create(beta1), rest1 = Create(1f - beta1), β2 = Create(beta2), rest2 = Create(1f - beta2);
        Vector256<float> keep = Create(1f - rate * weightDecay), minusStep = Create(-rate / correction1);
        Vector256<float> ε = Create(epsilon), inverseCorrection2 = Create(1f / correction2);

        for (int i = 0; i < n; i += Lanes.Count)
        {
            int count = Math.Min(Lanes.Count, n - i);
            Vector256<float> g = Lanes.Load(ref g0, i, count);
            Vector256<float> first = MultiplyAddEstimate(β1, Lanes.Load(ref m0, i, count), rest1 * g);
            Vector256<float> second = MultiplyAddEstimate(β2, Lanes.Load(ref v0, i, count), rest2 * g * g);
            Vector256<float> p = MultiplyAddEstimate(
                minusStep, first / (Sqrt(second * inverseCorrection2) + ε), keep * Lanes.Load(ref p0, i, count));
            Lanes.Store(first, ref m0, i, count);
            Lanes.Store(second, ref v0, i, count);
            Lanes.Store(p, ref p0, i, count);
        }
    }
}
