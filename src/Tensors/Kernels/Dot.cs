using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace OnDeviceRec.Kernels;

/// <summary>a·b = Σ_i a_i b_i, in four accumulators of eight or sixteen lanes combined in one fixed order.</summary>
internal static partial class Dot
{
    /// <summary>Σ_i a_i b_i; 0 for empty spans.</summary>
    public static float Run(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Debug.Assert(a.Length == b.Length);
        ref float a0 = ref MemoryMarshal.GetReference(a);
        ref float b0 = ref MemoryMarshal.GetReference(b);
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
        int n = a.Length;
        int i = 0;
        if (Vector512.IsHardwareAccelerated && n >= Lanes.WideCount)
        {
            Vector512<float> w = Wide(ref a0, ref b0, n, out i);
            (s0, s1) = (w.GetLower(), w.GetUpper());
        }

        for (; i <= n - 4 * Lanes.Count; i += 4 * Lanes.Count)
        {
            s0 = MultiplyAddEstimate(LoadUnsafe(ref a0, (nuint)i), LoadUnsafe(ref b0, (nuint)i), s0);
            s1 = MultiplyAddEstimate(LoadUnsafe(ref a0, (nuint)i + 8), LoadUnsafe(ref b0, (nuint)i + 8), s1);
            s2 = MultiplyAddEstimate(LoadUnsafe(ref a0, (nuint)i + 16), LoadUnsafe(ref b0, (nuint)i + 16), s2);
            s3 = MultiplyAddEstimate(LoadUnsafe(ref a0, (nuint)i + 24), LoadUnsafe(ref b0, (nuint)i + 24), s3);
        }

        for (; i <= n - Lanes.Count; i += Lanes.Count)
            s0 = MultiplyAddEstimate(LoadUnsafe(ref a0, (nuint)i), LoadUnsafe(ref b0, (nuint)i), s0);
        if (i < n)
            s1 = MultiplyAddEstimate(Lanes.Load(ref a0, i, n - i), Lanes.Load(ref b0, i, n - i), s1);
        return Lanes.Sum((s0 + s1) + (s2 + s3));
    }

    // Whole vectors of sixteen; the rest begins at i.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Wide(ref float a0, ref float b0, int n, out int i)
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (i = 0; i <= n - 4 * Lanes.WideCount; i += 4 * Lanes.WideCount)
        {
            s0 = Vector512.MultiplyAddEstimate(Vector512.LoadUnsafe(ref a0, (nuint)i), Vector512.LoadUnsafe(ref b0, (nuint)i), s0);
            s1 = Vector512.MultiplyAddEstimate(
                Vector512.LoadUnsafe(ref a0, (nuint)i + 16), Vector512.LoadUnsafe(ref b0, (nuint)i + 16), s1);
            s2 = Vector512.MultiplyAddEstimate(
                Vector512.LoadUnsafe(ref a0, (nuint)i + 32), Vector512.LoadUnsafe(ref b0, (nuint)i + 32), s2);
            s3 = Vector512.MultiplyAddEstimate(
                Vector512.LoadUnsafe(ref a0, (nuint)i + 48), Vector512.LoadUnsafe(ref b0, (nuint)i + 48), s3);
        }

        for (; i <= n - Lanes.WideCount; i += Lanes.WideCount)
            s0 = Vector512.MultiplyAddEstimate(Vector512.LoadUnsafe(ref a0, (nuint)i), Vector512.LoadUnsafe(ref b0, (nuint)i), s0);
        return (s0 + s1) + (s2 + s3);
    }
}
