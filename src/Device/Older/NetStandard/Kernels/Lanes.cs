using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>The shared kernel's ends of spans, limits and sum of the lanes, in plain code.</summary>
internal static class Lanes
{
    public const int Count = 8;

    public const int WideCount = 16;

    /// <summary>Lanes [0, count) of memory at <paramref name="source"/> + <paramref name="offset"/>; zeros above.</summary>
    public static Vector256<float> Load(ref float source, int offset, int count)
    {
        Span<float> eight = stackalloc float[Count];
        eight.Clear();
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref source, offset), count).CopyTo(eight);
        return Vector256.LoadUnsafe(ref eight[0], 0);
    }

    /// <summary>Writes lanes [0, count) and nothing else.</summary>
    public static void Store(Vector256<float> value, ref float target, int offset, int count)
    {
        Span<float> eight = stackalloc float[Count];
        value.StoreUnsafe(ref eight[0], 0);
        eight[..count].CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref target, offset), count));
    }

    /// <summary>All bits set in lanes [0, count).</summary>
    public static Vector256<float> Mask(int count) =>
        Vector256.LessThan(new(0, 1, 2, 3, 4, 5, 6, 7), Vector256.Create((float)count));

    /// <summary>The smaller of two values, NaN from <paramref name="x"/> kept.</summary>
    public static Vector256<float> AtMost(Vector256<float> x, Vector256<float> limit) =>
        Vector256.ConditionalSelect(Vector256.LessThan(limit, x), limit, x);

    /// <summary>The larger of two values, NaN from <paramref name="x"/> kept.</summary>
    public static Vector256<float> AtLeast(Vector256<float> x, Vector256<float> limit) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(limit, x), limit, x);

    /// <summary>((v0 + v4) + (v2 + v6)) + ((v1 + v5) + (v3 + v7)).</summary>
    public static float Sum(Vector256<float> v) => ((v.E0 + v.E4) + (v.E2 + v.E6)) + ((v.E1 + v.E5) + (v.E3 + v.E7));
}
