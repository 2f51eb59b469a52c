using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.Intrinsics.Vector512;

namespace OnDeviceRec.Kernels;

/// <summary>
/// e^x of sixteen values, the same to the bit as of eight: the processor multiplies by 2^n, denormals and overflow included.
/// </summary>
internal static partial class Exp
{
    /// <summary>e^x of sixteen values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x)
    {
        x = MaxNative(Create(Smallest), MinNative(Create(Largest), x));
        Vector512<float> n = MultiplyAddEstimate(x, Create(1.44269504f), Create(12582912f)) - Create(12582912f);
        Vector512<float> r = MultiplyAddEstimate(n, Create(-0.693359375f), x);
        r = MultiplyAddEstimate(n, Create(2.12194440e-4f), r);
        Vector512<float> q = MultiplyAddEstimate(Create(0.00138143206f), r, Create(0.00836885069f));
        q = MultiplyAddEstimate(q, r, Create(0.0416684002f));
        q = MultiplyAddEstimate(q, r, Create(0.166665196f));
        q = MultiplyAddEstimate(q, r, Create(0.49999994f));
        return Avx512F.Scale(Create(1f) + MultiplyAddEstimate(q, r * r, r), n);
    }
}
