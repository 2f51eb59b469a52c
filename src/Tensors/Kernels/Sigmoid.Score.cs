using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace OnDeviceRec.Kernels;

/// <summary>a = Σ_i w_i·σ(u_i + v_i): the weight that soft attention gives a position, its gates never stored.</summary>
internal static partial class Sigmoid
{
    /// <summary>Σ_i w_i·σ(u_i + v_i).</summary>
    public static float Score(ReadOnlySpan<float> u, ReadOnlySpan<float> v, ReadOnlySpan<float> w)
    {
        int d = w.Length;
        Debug.Assert(u.Length == d && v.Length == d);
        ref float u0 = ref MemoryMarshal.GetReference(u);
        ref float v0 = ref MemoryMarshal.GetReference(v);
        ref float w0 = ref MemoryMarshal.GetReference(w);
        Vector256<float> sum = default;
        for (int i = 0; i < d; i += Lanes.Count)
        {
            int count = Math.Min(Lanes.Count, d - i);
            Vector256<float> gate = default(Op).Apply(Lanes.Load(ref u0, i, count) + Lanes.Load(ref v0, i, count));
            sum = MultiplyAddEstimate(Lanes.Load(ref w0, i, count), gate, sum);
        }

        return Lanes.Sum(sum);
    }

    /// <summary>With g = σ(u + v): dw += da·g; du and dv += da·w ⊙ g ⊙ (1 − g).</summary>
    public static void ScoreBackward(
        ReadOnlySpan<float> u, ReadOnlySpan<float> v, ReadOnlySpan<float> w, float da, Span<float> du, Span<float> dv, Span<float> dw)
    {
        int d = w.Length;
        Debug.Assert(u.Length == d && v.Length == d && du.Length == d && dv.Length == d && dw.Length == d);
        ref float u0 = ref MemoryMarshal.GetReference(u);
        ref float v0 = ref MemoryMarshal.GetReference(v);
        ref float w0 = ref MemoryMarshal.GetReference(w);
        ref float du0 = ref MemoryMarshal.GetReference(du);
        ref float dv0 = ref MemoryMarshal.GetReference(dv);
        ref float dw0 = ref MemoryMarshal.GetReference(dw);
        Vector256<float> slope = Create(da);
        for (int i = 0; i < d; i += Lanes.Count)
        {
            int count = Math.Min(Lanes.Count, d - i);
            Vector256<float> gate = default(Op).Apply(Lanes.Load(ref u0, i, count) + Lanes.Load(ref v0, i, count));
            Vector256<float> scaled = slope * gate;
            Vector256<float> inner = Lanes.Load(ref w0, i, count) * (scaled - (scaled * gate));
            Lanes.Store(Lanes.Load(ref dw0, i, count) + scaled, ref dw0, i, count);
            Lanes.Store(Lanes.Load(ref du0, i, count) + inner, ref du0, i, count);
            Lanes.Store(Lanes.Load(ref dv0, i, count) + inner, ref dv0, i, count);
        }
    }
}
