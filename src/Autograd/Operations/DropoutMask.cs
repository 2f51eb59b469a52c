using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// The mask of a dropout: factor i is 1/(1 − rate) with probability 1 − rate and 0 otherwise, from word i of a
/// stream of random numbers. Nothing is stored: backward draws the same words again.
/// </summary>
internal readonly struct DropoutMask
{
    /// <summary>A range of values must begin at a multiple of this: one block of the stream gives four words.</summary>
    public const int Alignment = 4;

    private readonly Philox stream;
    private readonly uint threshold;
    private readonly float scale;

    /// <summary>A mask.</summary>
    /// <param name="stream">The random numbers.</param>
    /// <param name="rate">The probability of a zero, 0 to below 1.</param>
    public DropoutMask(Philox stream, float rate)
    {
        const double Words = 1UL << 32;
        double keep = 1.0 - rate;
        this.stream = stream;
        threshold = (uint)Math.Min(keep * Words, uint.MaxValue);
        scale = (float)(1 / keep);
    }

    /// <summary>The check of every operation with a dropout.</summary>
    /// <exception cref="ArgumentException">The rate is not 0 to below 1.</exception>
    public static void CheckRate(float rate, string operation)
    {
        if (rate is not (>= 0 and < 1))
            throw new ArgumentException($"{operation}: the dropout probability is {rate}, expected 0 to below 1.");
    }

    /// <summary>y_i = factor_i·x_i, or y_i += factor_i·x_i when accumulating; y may be x.</summary>
    /// <param name="first">The number of x₀ in the stream, a multiple of <see cref="Alignment"/>.</param>
    /// <param name="x">What is masked.</param>
    /// <param name="y">The result.</param>
    /// <param name="accumulate">Whether to add to y.</param>
    public void Apply(long first, ReadOnlySpan<float> x, Span<float> y, bool accumulate)
    {
        Debug.Assert(first % Alignment == 0 && x.Length == y.Length);
        ref float x0 = ref MemoryMarshal.GetReference(x);
        ref float y0 = ref MemoryMarshal.GetReference(y);
        int i = 0;
        if (Philox.HasVectors)
        {
            for (; i <= x.Length - Philox.ManyWords; i += Philox.ManyWords)
            {
                stream.Words(
                    (ulong)((first + i) / Alignment),
                    out Vector256<uint> a, out Vector256<uint> b, out Vector256<uint> c, out Vector256<uint> d);
                Apply(a, ref x0, ref y0, i, accumulate);
                Apply(b, ref x0, ref y0, i + 8, accumulate);
                Apply(c, ref x0, ref y0, i + 16, accumulate);
                Apply(d, ref x0, ref y0, i + 24, accumulate);
            }
        }

        for (; i <= x.Length - Alignment; i += Alignment)
        {
            Vector128<float> value = Factors(first + i) * Vector128.LoadUnsafe(ref x0, (nuint)i);
            if (accumulate) value += Vector128.LoadUnsafe(ref y0, (nuint)i);
            value.StoreUnsafe(ref y0, (nuint)i);
        }

        if (i == x.Length) return;
        Vector128<float> last = Factors(first + i);
        for (int lane = 0; i < x.Length; i++, lane++) y[i] = (last[lane] * x[i]) + (accumulate ? y[i] : 0);
    }

    private void Apply(Vector256<uint> words, ref float x0, ref float y0, int i, bool accumulate)
    {
        Vector256<float> factors = Vector256.LessThan(words, Vector256.Create(threshold)).AsSingle() & Vector256.Create(scale);
        Vector256<float> value = factors * Vector256.LoadUnsafe(ref x0, (nuint)i);
        if (accumulate) value += Vector256.LoadUnsafe(ref y0, (nuint)i);
        value.StoreUnsafe(ref y0, (nuint)i);
    }

    // Compared as vectors: a branch on a random word is mispredicted half the time.
    private Vector128<float> Factors(long index)
    {
        (uint w0, uint w1, uint w2, uint w3) = stream.Block((ulong)(index / Alignment));
        return Vector128.LessThan(Vector128.Create(w0, w1, w2, w3), Vector128.Create(threshold)).AsSingle() & Vector128.Create(scale);
    }
}
