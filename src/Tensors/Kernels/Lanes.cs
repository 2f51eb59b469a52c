using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>
/// The eight lanes of a <c>Vector256&lt;float&gt;</c>: partial loads and stores for the end of a span, limits that keep NaN, and the sum
/// of the lanes in one fixed order.
/// </summary>
/// <remarks>
/// A tail goes through the same vector arithmetic as the body, in a vector padded with zeros, so that a value does not
/// depend on where in the span it stands; nothing outside the span is read or written.
/// </remarks>
internal static class Lanes
{
    /// <summary>Floats in a vector.</summary>
    public const int Count = 8;

    /// <summary>Floats in a vector of 512 bits.</summary>
    public const int WideCount = 16;

    private const int Half = 4;

    /// <summary>Lanes [0, count) of memory at <paramref name="source"/> + <paramref name="offset"/>; zeros above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(ref float source, int offset, int count) =>
        count == Count ? Vector256.LoadUnsafe(ref source, (nuint)offset) : LoadPartial(ref Unsafe.Add(ref source, offset), count);

    /// <summary>Writes lanes [0, count) and nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, ref float target, int offset, int count)
    {
        if (count == Count)
            value.StoreUnsafe(ref target, (nuint)offset);
        else
            StorePartial(value, ref Unsafe.Add(ref target, offset), count);
    }

    /// <summary>All bits set in lanes [0, count).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Mask(int count) => Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();

    /// <summary>The smaller of two values, NaN from <paramref name="x"/> kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> AtMost(Vector256<float> x, Vector256<float> limit) =>
        Vector256.MinNative(limit, x);

    /// <summary>The larger of two values, NaN from <paramref name="x"/> kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> AtLeast(Vector256<float> x, Vector256<float> limit) =>
        Vector256.MaxNative(limit, x);

    /// <summary>((v0 + v4) + (v2 + v6)) + ((v1 + v5) + (v3 + v7)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> v)
    {
        Vector128<float> four = v.GetLower() + v.GetUpper();
        Vector128<float> two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return two.GetElement(0) + two.GetElement(1);
    }

    // In registers, from a whole half and up to three more: a copy through the stack costs 10 ns, for its narrow stores
    // cannot be forwarded to the wide load.
    private static Vector256<float> LoadPartial(ref float source, int count)
    {
        Debug.Assert(count is > 0 and < Count);
        return count < Half
            ? Vector256.Create(LoadFew(ref source, count), Vector128<float>.Zero)
            : Vector256.Create(Vector128.LoadUnsafe(ref source), LoadFew(ref Unsafe.Add(ref source, Half), count - Half));
    }

    private static void StorePartial(Vector256<float> value, ref float target, int count)
    {
        Debug.Assert(count is > 0 and < Count);
        if (count < Half)
        {
            StoreFew(value.GetLower(), ref target, count);
            return;
        }

        value.GetLower().StoreUnsafe(ref target);
        StoreFew(value.GetUpper(), ref Unsafe.Add(ref target, Half), count - Half);
    }

    private static Vector128<float> LoadFew(ref float source, int count) => count switch
    {
        0 => Vector128<float>.Zero,
        1 => Vector128.CreateScalar(source),
        2 => LoadPair(ref source),
        _ => LoadPair(ref source).WithElement(2, Unsafe.Add(ref source, 2)),
    };

    private static Vector128<float> LoadPair(ref float source) =>
        Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<float, byte>(ref source))).AsSingle();

    private static void StoreFew(Vector128<float> value, ref float target, int count)
    {
        if (count >= 2)
            Unsafe.WriteUnaligned(ref Unsafe.As<float, byte>(ref target), value.AsUInt64().ToScalar());
        if (count == 1)
            target = value.ToScalar();
        if (count == 3)
            Unsafe.Add(ref target, 2) = value.GetElement(2);
    }
}
