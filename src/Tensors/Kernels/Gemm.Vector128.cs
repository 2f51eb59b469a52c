using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace OnDeviceRec.Kernels;

/// <summary>
/// The micro-kernel of 128-bit vectors, for ARM64: an 8 × 12 tile of C from a panel of A [k][8] and a panel of B [k][12]. Registers of
/// 32: twenty-four accumulators, three vectors of B, two of A; an inner index takes five loads for 24 multiply-adds by a lane of A.
/// </summary>
internal static unsafe partial class Gemm
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MicroKernel8x12(int k, float* a, float* b, bool accumulate, float* c, nint ldc)
    {
        Vector128<float> c00, c01, c02;
        Vector128<float> c10, c11, c12;
        Vector128<float> c20, c21, c22;
        Vector128<float> c30, c31, c32;
        Vector128<float> c40, c41, c42;
        Vector128<float> c50, c51, c52;
        Vector128<float> c60, c61, c62;
        Vector128<float> c70, c71, c72;
        if (accumulate)
        {
            (c00, c01, c02) = (Vector128.Load(c), Vector128.Load(c + 4), Vector128.Load(c + 8));
            (c10, c11, c12) = (Vector128.Load(c + ldc), Vector128.Load(c + ldc + 4), Vector128.Load(c + ldc + 8));
            (c20, c21, c22) = (Vector128.Load(c + (2 * ldc)), Vector128.Load(c + (2 * ldc) + 4), Vector128.Load(c + (2 * ldc) + 8));
            (c30, c31, c32) = (Vector128.Load(c + (3 * ldc)), Vector128.Load(c + (3 * ldc) + 4), Vector128.Load(c + (3 * ldc) + 8));
            (c40, c41, c42) = (Vector128.Load(c + (4 * ldc)), Vector128.Load(c + (4 * ldc) + 4), Vector128.Load(c + (4 * ldc) + 8));
            (c50, c51, c52) = (Vector128.Load(c + (5 * ldc)), Vector128.Load(c + (5 * ldc) + 4), Vector128.Load(c + (5 * ldc) + 8));
            (c60, c61, c62) = (Vector128.Load(c + (6 * ldc)), Vector128.Load(c + (6 * ldc) + 4), Vector128.Load(c + (6 * ldc) + 8));
            (c70, c71, c72) = (Vector128.Load(c + (7 * ldc)), Vector128.Load(c + (7 * ldc) + 4), Vector128.Load(c + (7 * ldc) + 8));
        }
        else
        {
            c00 = c01 = c02 = c10 = c11 = c12 = c20 = c21 = c22 = c30 = c31 = c32 = Vector128<float>.Zero;
            c40 = c41 = c42 = c50 = c51 = c52 = c60 = c61 = c62 = c70 = c71 = c72 = Vector128<float>.Zero;
        }

        for (; k > 0; k--, a += 8, b += 12)
        {
            Vector128<float> b0 = Vector128.Load(b), b1 = Vector128.Load(b + 4), b2 = Vector128.Load(b + 8);
            Vector128<float> upper = Vector128.Load(a), lower = Vector128.Load(a + 4);
            c00 = MultiplyAdd(c00, b0, upper, 0);
            c01 = MultiplyAdd(c01, b1, upper, 0);
            c02 = MultiplyAdd(c02, b2, upper, 0);
            c10 = MultiplyAdd(c10, b0, upper, 1);
            c11 = MultiplyAdd(c11, b1, upper, 1);
            c12 = MultiplyAdd(c12, b2, upper, 1);
            c20 = MultiplyAdd(c20, b0, upper, 2);
            c21 = MultiplyAdd(c21, b1, upper, 2);
            c22 = MultiplyAdd(c22, b2, upper, 2);
            c30 = MultiplyAdd(c30, b0, upper, 3);
            c31 = MultiplyAdd(c31, b1, upper, 3);
            c32 = MultiplyAdd(c32, b2, upper, 3);
            c40 = MultiplyAdd(c40, b0, lower, 0);
            c41 = MultiplyAdd(c41, b1, lower, 0);
            c42 = MultiplyAdd(c42, b2, lower, 0);
            c50 = MultiplyAdd(c50, b0, lower, 1);
            c51 = MultiplyAdd(c51, b1, lower, 1);
            c52 = MultiplyAdd(c52, b2, lower, 1);
            c60 = MultiplyAdd(c60, b0, lower, 2);
            c61 = MultiplyAdd(c61, b1, lower, 2);
            c62 = MultiplyAdd(c62, b2, lower, 2);
            c70 = MultiplyAdd(c70, b0, lower, 3);
            c71 = MultiplyAdd(c71, b1, lower, 3);
            c72 = MultiplyAdd(c72, b2, lower, 3);
        }

        c00.Store(c);
        c01.Store(c + 4);
        c02.Store(c + 8);
        c10.Store(c + ldc);
        c11.Store(c + ldc + 4);
        c12.Store(c + ldc + 8);
        c20.Store(c + (2 * ldc));
        c21.Store(c + (2 * ldc) + 4);
        c22.Store(c + (2 * ldc) + 8);
        c30.Store(c + (3 * ldc));
        c31.Store(c + (3 * ldc) + 4);
        c32.Store(c + (3 * ldc) + 8);
        c40.Store(c + (4 * ldc));
        c41.Store(c + (4 * ldc) + 4);
        c42.Store(c + (4 * ldc) + 8);
        c50.Store(c + (5 * ldc));
        c51.Store(c + (5 * ldc) + 4);
        c52.Store(c + (5 * ldc) + 8);
        c60.Store(c + (6 * ldc));
        c61.Store(c + (6 * ldc) + 4);
        c62.Store(c + (6 * ldc) + 8);
        c70.Store(c + (7 * ldc));
        c71.Store(c + (7 * ldc) + 4);
        c72.Store(c + (7 * ldc) + 8);
    }

    // c + b·a[row]: ARM64 multiplies by a lane, where a broadcast would take a turn of the unit that multiplies.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> MultiplyAdd(
        Vector128<float> c, Vector128<float> b, Vector128<float> a, [ConstantExpected(Max = (byte)3)] byte row) =>
        AdvSimd.Arm64.IsSupported
            ? AdvSimd.Arm64.FusedMultiplyAddBySelectedScalar(c, b, a, row)
            : Vector128.MultiplyAddEstimate(b, Vector128.Create(a[row]), c);
}
