using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>
/// e^x of four vectors in step, the same to the bit as of each. Of vectors that are computed one after the other a processor has two or
/// three in work at a time, for its schedulers hold no more; that is too few to fill the time that the dependent steps take. With sixteen
/// lanes an exponential has fewer steps, and each takes longer: there it makes no difference.
/// </summary>
internal static partial class Exp
{
    /// <summary>e^x in place of four times eight values, none above 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Four(ref Vector256<float> a, ref Vector256<float> b, ref Vector256<float> c, ref Vector256<float> d)
    {
        Vector256<float> least = Vector256.Create(Smallest), one = Vector256.Create(1f);
        Vector256<float> ra = Reduce(Lanes.AtLeast(a, least), out Vector256<int> na);
        Vector256<float> rb = Reduce(Lanes.AtLeast(b, least), out Vector256<int> nb);
        Vector256<float> rc = Reduce(Lanes.AtLeast(c, least), out Vector256<int> nc);
        Vector256<float> rd = Reduce(Lanes.AtLeast(d, least), out Vector256<int> nd);
        ra = one + MinusOne(ra);
        rb = one + MinusOne(rb);
        rc = one + MinusOne(rc);
        rd = one + MinusOne(rd);
        a = Scale(ra, na);
        b = Scale(rb, nb);
        c = Scale(rc, nc);
        d = Scale(rd, nd);
    }
}
