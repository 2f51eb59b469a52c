using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>Of three inputs, which the device's runtime has no use for.</summary>
internal static partial class Elementwise
{
    /// <summary>y_i = op(a_i, b_i, c_i).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunWide<TOp>(TOp op, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> y)
        where TOp : struct, IWideTernaryOp
    {
        Debug.Assert(a.Length == y.Length && b.Length == y.Length && c.Length == y.Length);
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            ref float a0 = ref MemoryMarshal.GetReference(a);
            ref float b0 = ref MemoryMarshal.GetReference(b);
            ref float c0 = ref MemoryMarshal.GetReference(c);
            ref float y0 = ref MemoryMarshal.GetReference(y);
            for (; i <= y.Length - Lanes.WideCount; i += Lanes.WideCount)
            {
                Vector512<float> value = op.Apply(
                    Vector512.LoadUnsafe(ref a0, (nuint)i), Vector512.LoadUnsafe(ref b0, (nuint)i), Vector512.LoadUnsafe(ref c0, (nuint)i));
                value.StoreUnsafe(ref y0, (nuint)i);
            }
        }

        Run(op, a[i..], b[i..], c[i..], y[i..]);
    }
}
