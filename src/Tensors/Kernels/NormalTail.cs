using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace OnDeviceRec.Kernels;

/// <summary>Φ(-a) = E·q, the tail of the normal distribution for a ≥ 0: E = e^(-a²/2), q = Φ(-a)·e^(a²/2).</summary>
/// <remarks>
/// q falls smoothly from 1/2 like 1/(a·√(2π)), so q = s·P(t) with s = 4/(4 + a) and t = (38 s - 23)/15 in [-1, 1] for a ≤ 15:
/// P minimax of degree 9, relative error 9e-9. a² is taken in two parts, for its rounding error would be multiplied by a²/2.
/// The tail keeps its digits where 1 - erf has lost them: Φ(-4) = 3.167e-5. Past a = 14.2 it is below the smallest denormal.
/// </remarks>
internal static class NormalTail
{
    /// <summary>Past it Φ(-a) rounds to 0.</summary>
    public const float Limit = 15f;

    /// <summary>E and q of eight values 0 ≤ a ≤ <see cref="Limit"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Of(Vector256<float> a, out Vector256<float> q)
    {
        Vector256<float> s = Create(4f) / (Create(4f) + a);
        Vector256<float> t = MultiplyAddEstimate(s, Create(38f / 15f), Create(-23f / 15f));
        Vector256<float> p = MultiplyAddEstimate(Create(3.99686496e-06f), t, Create(1.61816806e-05f));
        p = MultiplyAddEstimate(p, t, Create(-5.06595206e-05f));
        p = MultiplyAddEstimate(p, t, Create(-0.000332888158f));
        p = MultiplyAddEstimate(p, t, Create(0.000134536793f));
        p = MultiplyAddEstimate(p, t, Create(0.00636193482f));
        p = MultiplyAddEstimate(p, t, Create(0.0295191482f));
        p = MultiplyAddEstimate(p, t, Create(0.0812726542f));
        p = MultiplyAddEstimate(p, t, Create(0.157504186f));
        p = MultiplyAddEstimate(p, t, Create(0.225570902f));
        q = s * p;

        // The upper 12 bits of a have an exact square: -a²/2 = -high²/2 - (a - high)(a + high)/2.
        Vector256<float> high = (a.AsInt32() & Create(unchecked((int)0xFFFFF000))).AsSingle();
        Vector256<float> minusHalf = Create(-0.5f);
        return Exp.Of(minusHalf * high * high, minusHalf * (a - high) * (a + high));
    }
}
