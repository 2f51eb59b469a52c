using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace OnDeviceRec.Kernels;

/// <summary>y = W x + b, W [out, in] row-major.</summary>
/// <remarks>
/// Four rows share every load of x: 8 accumulators (4 rows × 2 vectors), 2 registers of x. The last group repeats the last row
/// instead of taking another path, so a row's result does not depend on which rows are computed beside it.
/// Worked: W = [[1, 2], [3, 4]], x = [5, 6], b = [0, 1] gives [17, 40].
/// </remarks>
internal static partial class MatVec
{
    private const int Rows = 4;

    /// <summary>y_o = Σ_i W[o, i]·x_i + b_o; out = y.Length, in = x.Length; bias empty means none.</summary>
    public static void Run(ReadOnlySpan<float> weight, ReadOnlySpan<float> x, ReadOnlySpan<float> bias, Span<float> y)
    {
        Debug.Assert(weight.Length == (long)x.Length * y.Length && (bias.IsEmpty || bias.Length == y.Length));
        ref float w = ref MemoryMarshal.GetReference(weight);
        ref float x0 = ref MemoryMarshal.GetReference(x);
        int n = x.Length;
        int last = y.Length - 1;
        for (int o = 0; o <= last; o += Rows)
        {
            int o1 = Math.Min(o + 1, last), o2 = Math.Min(o + 2, last), o3 = Math.Min(o + 3, last);
            ref float w0 = ref Unsafe.Add(ref w, (nint)o * n);
            ref float w1 = ref Unsafe.Add(ref w, (nint)o1 * n);
            ref float w2 = ref Unsafe.Add(ref w, (nint)o2 * n);
            ref float w3 = ref Unsafe.Add(ref w, (nint)o3 * n);
            Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default;
            Vector256<float> b0 = default, b1 = default, b2 = default, b3 = default;
            int i = 0;
            for (; i <= n - 2 * Lanes.Count; i += 2 * Lanes.Count)
            {
                Vector256<float> xa = LoadUnsafe(ref x0, (nuint)i), xb = LoadUnsafe(ref x0, (nuint)i + 8);
                a0 = MultiplyAddEstimate(LoadUnsafe(ref w0, (nuint)i), xa, a0);
                a1 = MultiplyAddEstimate(LoadUnsafe(ref w1, (nuint)i), xa, a1);
                a2 = MultiplyAddEstimate(LoadUnsafe(ref w2, (nuint)i), xa, a2);
                a3 = MultiplyAddEstimate(LoadUnsafe(ref w3, (nuint)i), xa, a3);
                b0 = MultiplyAddEstimate(LoadUnsafe(ref w0, (nuint)i + 8), xb, b0);
                b1 = MultiplyAddEstimate(LoadUnsafe(ref w1, (nuint)i + 8), xb, b1);
                b2 = MultiplyAddEstimate(LoadUnsafe(ref w2, (nuint)i + 8), xb, b2);
                b3 = MultiplyAddEstimate(LoadUnsafe(ref w3, (nuint)i + 8), xb, b3);
            }

            for (; i < n; i += Lanes.Count)
            {
                int count = Math.Min(Lanes.Count, n - i);
                Vector256<float> xa = Lanes.Load(ref x0, i, count);
                a0 = MultiplyAddEstimate(Lanes.Load(ref w0, i, count), xa, a0);
                a1 = MultiplyAddEstimate(Lanes.Load(ref w1, i, count), xa, a1);
                a2 = MultiplyAddEstimate(Lanes.Load(ref w2, i, count), xa, a2);
                a3 = MultiplyAddEstimate(Lanes.Load(ref w3, i, count), xa, a3);
            }

            y[o] = Lanes.Sum(a0 + b0);
            y[o1] = Lanes.Sum(a1 + b1);
            y[o2] = Lanes.Sum(a2 + b2);
            y[o3] = Lanes.Sum(a3 + b3);
        }

        if (!bias.IsEmpty)
            Add.Run(bias, y);
    }
}
