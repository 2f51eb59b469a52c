using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace OnDeviceRec.Kernels;

/// <summary>y = e^x, and the pieces from which tanh, sigmoid, erf and softmax are built.</summary>
/// <remarks>
/// x = n·ln 2 + r with |r| ≤ ln 2 / 2, e^x = 2^n·(1 + r + r²·q(r)), q the minimax polynomial of degree 4 (relative error 3e-9).
/// ln 2 is split so that n times its upper part is exact also where no fused multiply-add exists.
/// Largest error measured over five million floats: 1.01 ulp. Overflow gives +∞, underflow goes through the denormals to 0, NaN stays NaN.
/// </remarks>
internal static partial class Exp
{
    // Beyond these the result is +∞ or rounds to 0; within them n fits the two-step scaling.
    private const float Largest = 89f;
    private const float Smallest = -104f;

    /// <summary>e^x of eight values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Of(Vector256<float> x)
    {
        Vector256<float> r = Reduce(Lanes.AtLeast(Lanes.AtMost(x, Create(Largest)), Create(Smallest)), out Vector256<int> n);
        return Scale(Create(1f) + MinusOne(r), n);
    }

    /// <summary>e^(x + low) for |low| ≤ 0.1 that holds what rounding took from x, x ≤ 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Of(Vector256<float> x, Vector256<float> low)
    {
        Vector256<float> r = Reduce(Lanes.AtLeast(x, Create(Smallest)), out Vector256<int> n) + low;
        return Scale(Create(1f) + MinusOne(r), n);
    }

    /// <summary>r and n of x = n·ln 2 + r, for -104 ≤ x ≤ 89.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Reduce(Vector256<float> x, out Vector256<int> n)
    {
        // Adding 1.5·2^23 rounds to an integer and leaves it in the low bits of the sum.
        Vector256<float> magic = Create(12582912f);
        Vector256<float> shifted = MultiplyAddEstimate(x, Create(1.44269504f), magic);
        n = shifted.AsInt32() - magic.AsInt32();
        Vector256<float> whole = shifted - magic;
        Vector256<float> r = MultiplyAddEstimate(whole, Create(-0.693359375f), x);
        return MultiplyAddEstimate(whole, Create(2.12194440e-4f), r);
    }

    /// <summary>e^r - 1 for |r| ≤ ln 2 / 2, accurate relative to itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MinusOne(Vector256<float> r)
    {
        Vector256<float> q = MultiplyAddEstimate(Create(0.00138143206f), r, Create(0.00836885069f));
        q = MultiplyAddEstimate(q, r, Create(0.0416684002f));
        q = MultiplyAddEstimate(q, r, Create(0.166665196f));
        q = MultiplyAddEstimate(q, r, Create(0.49999994f));
        return MultiplyAddEstimate(q, r * r, r);
    }

    /// <summary>p·2^n in two exact steps: 2^n itself may be no normal float where the result is a denormal or overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Scale(Vector256<float> p, Vector256<int> n)
    {
        Vector256<int> half = n >> 1;
        return p * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    /// <summary>2^n for -126 ≤ n ≤ 127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> PowerOfTwo(Vector256<int> n) => ((n + Create(127)) << 23).AsSingle();
}
