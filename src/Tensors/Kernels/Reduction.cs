using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>
/// The driver loop of sums and maxima over one span: four accumulators of eight lanes, combined in one fixed order.
/// </summary>
/// <remarks>
/// 32 partial results hide the latency of the addition and keep the rounding of a long sum near that of a pairwise one.
/// The order depends on the length alone, never on the address.
/// </remarks>
internal static partial class Reduction
{
    /// <summary>The fold over i of op(x_i); the identity of the fold for an empty span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Run<TFold, TOp>(TOp op, ReadOnlySpan<float> x)
        where TFold : struct, IFold
        where TOp : struct, IUnaryOp => Across<TFold>(Lanewise<TFold, TOp>(op, x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Lanewise<TFold, TOp>(TOp op, ReadOnlySpan<float> x)
        where TFold : struct, IFold
        where TOp : struct, IUnaryOp
    {
        TFold fold = default;
        ref float x0 = ref MemoryMarshal.GetReference(x);
        Vector256<float> identity = Vector256.Create(fold.Identity);
        Vector256<float> s0 = identity, s1 = identity, s2 = identity, s3 = identity;
        int n = x.Length;
        int i = 0;
        for (; i <= n - 4 * Lanes.Count; i += 4 * Lanes.Count)
        {
            s0 = fold.Combine(s0, op.Apply(Vector256.LoadUnsafe(ref x0, (nuint)i)));
            s1 = fold.Combine(s1, op.Apply(Vector256.LoadUnsafe(ref x0, (nuint)i + 8)));
            s2 = fold.Combine(s2, op.Apply(Vector256.LoadUnsafe(ref x0, (nuint)i + 16)));
            s3 = fold.Combine(s3, op.Apply(Vector256.LoadUnsafe(ref x0, (nuint)i + 24)));
        }

        for (; i <= n - Lanes.Count; i += Lanes.Count)
            s0 = fold.Combine(s0, op.Apply(Vector256.LoadUnsafe(ref x0, (nuint)i)));
        if (i < n)
        {
            Vector256<float> term = op.Apply(Lanes.Load(ref x0, i, n - i));
            s1 = fold.Combine(s1, Vector256.ConditionalSelect(Lanes.Mask(n - i), term, identity));
        }

        return fold.Combine(fold.Combine(s0, s1), fold.Combine(s2, s3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Across<TFold>(Vector256<float> v)
        where TFold : struct, IFold
    {
        TFold fold = default;
        v = fold.Combine(v, Vector256.Shuffle(v, Vector256.Create(4, 5, 6, 7, 0, 1, 2, 3)));
        v = fold.Combine(v, Vector256.Shuffle(v, Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5)));
        v = fold.Combine(v, Vector256.Shuffle(v, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6)));
        return v.ToScalar();
    }

    /// <summary>f(x) = x.</summary>
    public readonly struct Itself : IWideUnaryOp
    {
        public Vector256<float> Apply(Vector256<float> x) => x;

        public Vector512<float> Apply(Vector512<float> x) => x;
    }
}
