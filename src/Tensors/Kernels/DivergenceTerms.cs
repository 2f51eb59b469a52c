using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace OnDeviceRec.Kernels;

/// <summary>
/// What the divergence of a student with logits z from a teacher with logits t takes from a part of a catalog:
/// q_i = e^((t_i - max t)·scale), Σ q and Σ q·((t - max t) - (z - max z)).
/// </summary>
internal static partial class DivergenceTerms
{
    /// <summary>q in place of t, and the two sums. No value is above its maximum, and the scale is above 0.</summary>
    public static (float Sum, float Difference) Run(Span<float> t, float teacherMax, ReadOnlySpan<float> z, float max, float scale)
    {
        Debug.Assert(t.Length == z.Length);
        ref float t0 = ref MemoryMarshal.GetReference(t);
        ref float z0 = ref MemoryMarshal.GetReference(z);
        Vector256<float> sum = default, difference = default;
        int n = t.Length, i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<float> wideSum = default, wideDifference = default;
            for (; i <= n - Lanes.WideCount; i += Lanes.WideCount)
            {
                Vector512<float> x = Vector512.LoadUnsafe(ref t0, (nuint)i) - Vector512.Create(teacherMax), q = Exp.Of(x * scale);
                x -= Vector512.LoadUnsafe(ref z0, (nuint)i) - Vector512.Create(max);
                q.StoreUnsafe(ref t0, (nuint)i);
                wideSum += q;
                wideDifference = Vector512.MultiplyAddEstimate(q, x, wideDifference);
            }

            sum = wideSum.GetLower() + wideSum.GetUpper();
            difference = wideDifference.GetLower() + wideDifference.GetUpper();
        }

        for (; i <= n - (4 * Lanes.Count); i += 4 * Lanes.Count)
        {
            ref float tAt = ref Unsafe.Add(ref t0, i), zAt = ref Unsafe.Add(ref z0, i);
            Vector256<float> a = Less(ref tAt, teacherMax, 0) * scale, b = Less(ref tAt, teacherMax, 8) * scale;
            Vector256<float> c = Less(ref tAt, teacherMax, 16) * scale, d = Less(ref tAt, teacherMax, 24) * scale;
            Exp.Four(ref a, ref b, ref c, ref d);
            difference = MultiplyAddEstimate(a, Less(ref tAt, teacherMax, 0) - Less(ref zAt, max, 0), difference);
            difference = MultiplyAddEstimate(b, Less(ref tAt, teacherMax, 8) - Less(ref zAt, max, 8), difference);
            difference = MultiplyAddEstimate(c, Less(ref tAt, teacherMax, 16) - Less(ref zAt, max, 16), difference);
            difference = MultiplyAddEstimate(d, Less(ref tAt, teacherMax, 24) - Less(ref zAt, max, 24), difference);
            a.StoreUnsafe(ref tAt);
            b.StoreUnsafe(ref tAt, 8);
            c.StoreUnsafe(ref tAt, 16);
            d.StoreUnsafe(ref tAt, 24);
            sum += (a + b) + (c + d);
        }

        (float Sum, float Difference) whole = (Lanes.Sum(sum), Lanes.Sum(difference));
        if (i == n) return whole;
        (float Sum, float Difference) rest = Rest(t[i..], teacherMax, z[i..], max, scale);
        return (whole.Sum + rest.Sum, whole.Difference + rest.Difference);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Less(ref float x, float max, nuint offset) => LoadUnsafe(ref x, offset) - Create(max);

    // A method of its own, so that its calls do not make the loops above keep their sums in memory.
    private static (float Sum, float Difference) Rest(Span<float> t, float teacherMax, ReadOnlySpan<float> z, float max, float scale)
    {
        ref float t0 = ref MemoryMarshal.GetReference(t);
        ref float z0 = ref MemoryMarshal.GetReference(z);
        Vector256<float> sum = default, difference = default;
        for (int i = 0; i < t.Length; i += Lanes.Count)
        {
            int count = Math.Min(Lanes.Count, t.Length - i);
            Vector256<float> x = Lanes.Load(ref t0, i, count) - Create(teacherMax), q = Exp.Of(x * scale);
            x -= Lanes.Load(ref z0, i, count) - Create(max);
            Lanes.Store(q, ref t0, i, count);
            sum += ConditionalSelect(Lanes.Mask(count), q, default);
            difference += ConditionalSelect(Lanes.Mask(count), q * x, default);
        }

        return (Lanes.Sum(sum), Lanes.Sum(difference));
    }
}
