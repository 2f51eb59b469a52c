using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>
/// The micro-kernel of 512-bit vectors: an 8 × 32 tile of C from a panel of A [k][8] and a panel of B [k][32]. Registers of 32:
/// sixteen accumulators, two vectors of B; A is broadcast by the multiply-add itself. Sixteen multiply-adds an inner index keep two units
/// of latency four busy, and eight rows fill up less of a batch of a hundred than fourteen would.
/// </summary>
internal static unsafe partial class Gemm
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MicroKernel8x32(int k, float* a, float* b, bool accumulate, float* c, nint ldc)
    {
        Vector512<float> c00, c01;
        Vector512<float> c10, c11;
        Vector512<float> c20, c21;
        Vector512<float> c30, c31;
        Vector512<float> c40, c41;
        Vector512<float> c50, c51;
        Vector512<float> c60, c61;
        Vector512<float> c70, c71;
        if (accumulate)
        {
            (c00, c01) = (Vector512.Load(c), Vector512.Load(c + 16));
            (c10, c11) = (Vector512.Load(c + ldc), Vector512.Load(c + ldc + 16));
            (c20, c21) = (Vector512.Load(c + (2 * ldc)), Vector512.Load(c + (2 * ldc) + 16));
            (c30, c31) = (Vector512.Load(c + (3 * ldc)), Vector512.Load(c + (3 * ldc) + 16));
            (c40, c41) = (Vector512.Load(c + (4 * ldc)), Vector512.Load(c + (4 * ldc) + 16));
            (c50, c51) = (Vector512.Load(c + (5 * ldc)), Vector512.Load(c + (5 * ldc) + 16));
            (c60, c61) = (Vector512.Load(c + (6 * ldc)), Vector512.Load(c + (6 * ldc) + 16));
            (c70, c71) = (Vector512.Load(c + (7 * ldc)), Vector512.Load(c + (7 * ldc) + 16));
        }
        else
        {
            c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = c40 = c41 = c50 = c51 = c60 = c61 = c70 = c71 = Vector512<float>.Zero;
        }

        for (; k > 0; k--, a += 8, b += 32)
        {
            Vector512<float> b0 = Vector512.Load(b), b1 = Vector512.Load(b + 16);
            c00 = Vector512.MultiplyAddEstimate(Vector512.Create(a[0]), b0, c00);
            c01 = Vector512.MultiplyAddEstimate(Vector512.Create(a[0]), b1, c01);
            c10 = Vector512.MultiplyAddEstimate(Vector512.Create(a[1]), b0, c10);
            c11 = Vector512.MultiplyAddEstimate(Vector512.Create(a[1]), b1, c11);
            c20 = Vector512.MultiplyAddEstimate(Vector512.Create(a[2]), b0, c20);
            c21 = Vector512.MultiplyAddEstimate(Vector512.Create(a[2]), b1, c21);
            c30 = Vector512.MultiplyAddEstimate(Vector512.Create(a[3]), b0, c30);
            c31 = Vector512.MultiplyAddEstimate(Vector512.Create(a[3]), b1, c31);
            c40 = Vector512.MultiplyAddEstimate(Vector512.Create(a[4]), b0, c40);
            c41 = Vector512.MultiplyAddEstimate(Vector512.Create(a[4]), b1, c41);
            c50 = Vector512.MultiplyAddEstimate(Vector512.Create(a[5]), b0, c50);
            c51 = Vector512.MultiplyAddEstimate(Vector512.Create(a[5]), b1, c51);
            c60 = Vector512.MultiplyAddEstimate(Vector512.Create(a[6]), b0, c60);
            c61 = Vector512.MultiplyAddEstimate(Vector512.Create(a[6]), b1, c61);
            c70 = Vector512.MultiplyAddEstimate(Vector512.Create(a[7]), b0, c70);
            c71 = Vector512.MultiplyAddEstimate(Vector512.Create(a[7]), b1, c71);
        }

        c00.Store(c);
        c01.Store(c + 16);
        c10.Store(c + ldc);
        c11.Store(c + ldc + 16);
        c20.Store(c + (2 * ldc));
        c21.Store(c + (2 * ldc) + 16);
        c30.Store(c + (3 * ldc));
        c31.Store(c + (3 * ldc) + 16);
        c40.Store(c + (4 * ldc));
        c41.Store(c + (4 * ldc) + 16);
        c50.Store(c + (5 * ldc));
        c51.Store(c + (5 * ldc) + 16);
        c60.Store(c + (6 * ldc));
        c61.Store(c + (6 * ldc) + 16);
        c70.Store(c + (7 * ldc));
        c71.Store(c + (7 * ldc) + 16);
    }
}
