using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>
/// Sixteen values at a time where vectors have 512 bits; the rest, and all of them elsewhere, go through the loop for eight.
/// </summary>
internal static partial class Elementwise
{
    /// <summary>y_i = op(x_i).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunWide<TOp>(TOp op, ReadOnlySpan<float> x, Span<float> y)
        where TOp : struct, IWideUnaryOp
    {
        Debug.Assert(x.Length == y.Length);
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            ref float x0 = ref MemoryMarshal.GetReference(x);
            ref float y0 = ref MemoryMarshal.GetReference(y);
            for (; i <= x.Length - Lanes.WideCount; i += Lanes.WideCount)
                op.Apply(Vector512.LoadUnsafe(ref x0, (nuint)i)).StoreUnsafe(ref y0, (nuint)i);
        }

        Run(op, x[i..], y[i..]);
    }

    /// <summary>y_i = op(a_i, b_i).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunWide<TOp>(TOp op, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
        where TOp : struct, IWideBinaryOp
    {
        Debug.Assert(a.Length == y.Length && b.Length == y.Length);
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            ref float a0 = ref MemoryMarshal.GetReference(a);
            ref float b0 = ref MemoryMarshal.GetReference(b);
            ref float y0 = ref MemoryMarshal.GetReference(y);
            for (; i <= y.Length - Lanes.WideCount; i += Lanes.WideCount)
                op.Apply(Vector512.LoadUnsafe(ref a0, (nuint)i), Vector512.LoadUnsafe(ref b0, (nuint)i)).StoreUnsafe(ref y0, (nuint)i);
        }

        Run(op, a[i..], b[i..], y[i..]);
    }
}
