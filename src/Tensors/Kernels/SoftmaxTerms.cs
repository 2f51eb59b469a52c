using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace OnDeviceRec.Kernels;

/// <summary>What a softmax takes from a part of a catalog: the largest value, the terms e^((x_i - max)·scale), and their sum.</summary>
/// <remarks>
/// A part has a few hundred values: one accumulator is exact enough, and quick enough, for an exponential takes longer than an addition.
/// </remarks>
internal static partial class SoftmaxTerms
{
    /// <summary>The largest value, -∞ for an empty span. A NaN may be passed over: its term is NaN, and so is their sum.</summary>
    public static float Max(ReadOnlySpan<float> x) => Reduction.RunWide<MaxFold, Reduction.Itself>(default, x);

    /// <summary>y_i = e^((x_i - max)·scale), and Σ_i y_i; y may be x. No x_i is above max, and the scale is above 0.</summary>
    public static float Run(ReadOnlySpan<float> x, float max, float scale, Span<float> y)
    {
        Debug.Assert(x.Length == y.Length);
        ref float x0 = ref MemoryMarshal.GetReference(x);
        ref float y0 = ref MemoryMarshal.GetReference(y);
        var op = new ExpShifted.Op(max, scale);
        Vector256<float> sum = default;
        int n = x.Length, i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<float> wide = default;
            for (; i <= n - Lanes.WideCount; i += Lanes.WideCount)
            {
                Vector512<float> term = op.Apply(Vector512.LoadUnsafe(ref x0, (nuint)i));
                term.StoreUnsafe(ref y0, (nuint)i);
                wide += term;
            }

            sum = wide.GetLower() + wide.GetUpper();
        }

        for (; i <= n - (4 * Lanes.Count); i += 4 * Lanes.Count)
        {
            ref float from = ref Unsafe.Add(ref x0, i), to = ref Unsafe.Add(ref y0, i);
            Vector256<float> a = (LoadUnsafe(ref from) - Create(max)) * scale, b = (LoadUnsafe(ref from, 8) - Create(max)) * scale;
            Vector256<float> c = (LoadUnsafe(ref from, 16) - Create(max)) * scale, d = (LoadUnsafe(ref from, 24) - Create(max)) * scale;
            Exp.Four(ref a, ref b, ref c, ref d);
            a.StoreUnsafe(ref to);
            b.StoreUnsafe(ref to, 8);
            c.StoreUnsafe(ref to, 16);
            d.StoreUnsafe(ref to, 24);
            sum += (a + b) + (c + d);
        }

        return i < n ? Lanes.Sum(sum) + Rest(op, x[i..], y[i..]) : Lanes.Sum(sum);
    }

    // A method of its own, so that its calls do not make the loops above keep their sums in memory.
    private static float Rest(ExpShifted.Op op, ReadOnlySpan<float> x, Span<float> y)
    {
        ref float x0 = ref MemoryMarshal.GetReference(x);
        ref float y0 = ref MemoryMarshal.GetReference(y);
        Vector256<float> sum = default;
        for (int i = 0; i < x.Length; i += Lanes.Count)
        {
            int count = Math.Min(Lanes.Count, x.Length - i);
            Vector256<float> term = op.Apply(Lanes.Load(ref x0, i, count));
            Lanes.Store(term, ref y0, i, count);
            sum += ConditionalSelect(Lanes.Mask(count), term, default);
        }

        return Lanes.Sum(sum);
    }

    // One instruction, where the maximum that keeps NaN takes five.
    private readonly struct MaxFold : IWideFold
    {
        public float Identity => float.NegativeInfinity;

        public Vector256<float> Combine(Vector256<float> a, Vector256<float> b) => MaxNative(a, b);

        public Vector512<float> Combine(Vector512<float> a, Vector512<float> b) => Vector512.MaxNative(a, b);
    }
}
