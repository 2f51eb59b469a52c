using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>
/// The driver loop of every elementwise kernel, by number of inputs: whole vectors, then the rest in one padded vector.
/// </summary>
/// <remarks>
/// The output may be one of the inputs (the same span, not a shifted one): every vector is read before it is written.
/// The lanes of the padding compute something from zeros that is thrown away.
/// </remarks>
internal static partial class Elementwise
{
    /// <summary>y_i = op(x_i).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TOp>(TOp op, ReadOnlySpan<float> x, Span<float> y)
        where TOp : struct, IUnaryOp
    {
        Debug.Assert(x.Length == y.Length);
        ref float x0 = ref MemoryMarshal.GetReference(x);
        ref float y0 = ref MemoryMarshal.GetReference(y);
        int n = x.Length;
        int i = 0;
        for (; i <= n - Lanes.Count; i += Lanes.Count)
            op.Apply(Vector256.LoadUnsafe(ref x0, (nuint)i)).StoreUnsafe(ref y0, (nuint)i);
        if (i < n)
            Lanes.Store(op.Apply(Lanes.Load(ref x0, i, n - i)), ref y0, i, n - i);
    }

    /// <summary>y_i = op(a_i, b_i).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TOp>(TOp op, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
        where TOp : struct, IBinaryOp
    {
        Debug.Assert(a.Length == y.Length && b.Length == y.Length);
        ref float a0 = ref MemoryMarshal.GetReference(a);
        ref float b0 = ref MemoryMarshal.GetReference(b);
        ref float y0 = ref MemoryMarshal.GetReference(y);
        int n = y.Length;
        int i = 0;
        for (; i <= n - Lanes.Count; i += Lanes.Count)
            op.Apply(Vector256.LoadUnsafe(ref a0, (nuint)i), Vector256.LoadUnsafe(ref b0, (nuint)i)).StoreUnsafe(ref y0, (nuint)i);
        if (i < n)
            Lanes.Store(op.Apply(Lanes.Load(ref a0, i, n - i), Lanes.Load(ref b0, i, n - i)), ref y0, i, n - i);
    }

    /// <summary>y_i = op(a_i, b_i, c_i).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TOp>(TOp op, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> y)
        where TOp : struct, ITernaryOp
    {
        Debug.Assert(a.Length == y.Length && b.Length == y.Length && c.Length == y.Length);
        ref float a0 = ref MemoryMarshal.GetReference(a);
        ref float b0 = ref MemoryMarshal.GetReference(b);
        ref float c0 = ref MemoryMarshal.GetReference(c);
        ref float y0 = ref MemoryMarshal.GetReference(y);
        int n = y.Length;
        int i = 0;
        for (; i <= n - Lanes.Count; i += Lanes.Count)
        {
            Vector256<float> value = op.Apply(
                Vector256.LoadUnsafe(ref a0, (nuint)i), Vector256.LoadUnsafe(ref b0, (nuint)i), Vector256.LoadUnsafe(ref c0, (nuint)i));
            value.StoreUnsafe(ref y0, (nuint)i);
        }

        if (i < n)
        {
            int rest = n - i;
            Vector256<float> value = op.Apply(Lanes.Load(ref a0, i, rest), Lanes.Load(ref b0, i, rest), Lanes.Load(ref c0, i, rest));
            Lanes.Store(value, ref y0, i, rest);
        }
    }
}
