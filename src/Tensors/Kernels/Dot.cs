using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace OnDeviceRec.Kernels;

/// <summary>a·b = Σ_i a_i b_i, in four accumulators of eight lanes combined in one fixed order.</summary>
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
}
