using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>Four accumulators of sixteen lanes where vectors have 512 bits; their halves and the rest meet in eight lanes.</summary>
internal static partial class Reduction
{
    /// <summary>The fold over i of op(x_i); the identity of the fold for an empty span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float RunWide<TFold, TOp>(TOp op, ReadOnlySpan<float> x)
        where TFold : struct, IWideFold
        where TOp : struct, IWideUnaryOp
    {
        if (!Vector512.IsHardwareAccelerated || x.Length < Lanes.WideCount) return Run<TFold, TOp>(op, x);
        TFold fold = default;
        ref float x0 = ref MemoryMarshal.GetReference(x);
        Vector512<float> identity = Vector512.Create(fold.Identity);
        Vector512<float> s0 = identity, s1 = identity, s2 = identity, s3 = identity;
        int n = x.Length;
        int i = 0;
        for (; i <= n - 4 * Lanes.WideCount; i += 4 * Lanes.WideCount)
        {
            s0 = fold.Combine(s0, op.Apply(Vector512.LoadUnsafe(ref x0, (nuint)i)));
            s1 = fold.Combine(s1, op.Apply(Vector512.LoadUnsafe(ref x0, (nuint)i + 16)));
            s2 = fold.Combine(s2, op.Apply(Vector512.LoadUnsafe(ref x0, (nuint)i + 32)));
            s3 = fold.Combine(s3, op.Apply(Vector512.LoadUnsafe(ref x0, (nuint)i + 48)));
        }

        for (; i <= n - Lanes.WideCount; i += Lanes.WideCount)
            s0 = fold.Combine(s0, op.Apply(Vector512.LoadUnsafe(ref x0, (nuint)i)));
        s0 = fold.Combine(fold.Combine(s0, s1), fold.Combine(s2, s3));
        Vector256<float> whole = fold.Combine(s0.GetLower(), s0.GetUpper());
        return Across<TFold>(i < n ? fold.Combine(whole, Lanewise<TFold, TOp>(op, x[i..])) : whole);
    }
}
