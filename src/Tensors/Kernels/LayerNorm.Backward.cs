using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace OnDeviceRec.Kernels;

/// <summary>The gradient, of which the device's runtime has none.</summary>
internal static partial class LayerNorm
{
    /// <summary>
    /// With g = dy∘gain: dx_i += s·(g_i - mean(g) - x̂_i·mean(g∘x̂)), dGain_i += dy_i·x̂_i, dBias_i += dy_i.
    /// </summary>
    public static void Backward(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> gain,
        float mean,
        float inverseDeviation,
        ReadOnlySpan<float> dy,
        Span<float> dx,
        Span<float> dGain,
        Span<float> dBias)
    {
        int d = x.Length;
        Debug.Assert(gain.Length == d && dy.Length == d && dx.Length == d && dGain.Length == d && dBias.Length == d);
        ref float x0 = ref MemoryMarshal.GetReference(x);
        ref float gain0 = ref MemoryMarshal.GetReference(gain);
        ref float dy0 = ref MemoryMarshal.GetReference(dy);
        ref float dx0 = ref MemoryMarshal.GetReference(dx);
        ref float dGain0 = ref MemoryMarshal.GetReference(dGain);
        Vector256<float> μ = Create(mean), s = Create(inverseDeviation);

        Vector256<float> sum = default, projection = default;
        for (int i = 0; i < d; i += Lanes.Count)
        {
            int count = Math.Min(Lanes.Count, d - i);
            Vector256<float> normal = (Lanes.Load(ref x0, i, count) - μ) * s;
            Vector256<float> slope = Lanes.Load(ref dy0, i, count);
            Vector256<float> g = slope * Lanes.Load(ref gain0, i, count);
            sum += g;
            projection = MultiplyAddEstimate(g, normal, projection);
            Lanes.Store(MultiplyAddEstimate(slope, normal, Lanes.Load(ref dGain0, i, count)), ref dGain0, i, count);
        }

        Add.Run(dy, dBias);

        Vector256<float> meanG = Create(Lanes.Sum(sum) / d), meanProjection = Create(Lanes.Sum(projection) / d);
        for (int i = 0; i < d; i += Lanes.Count)
        {
            int count = Math.Min(Lanes.Count, d - i);
            Vector256<float> normal = (Lanes.Load(ref x0, i, count) - μ) * s;
            Vector256<float> g = Lanes.Load(ref dy0, i, count) * Lanes.Load(ref gain0, i, count);
            Vector256<float> centered = MultiplyAddEstimate(-normal, meanProjection, g - meanG);
            Lanes.Store(MultiplyAddEstimate(s, centered, Lanes.Load(ref dx0, i, count)), ref dx0, i, count);
        }
    }
}
