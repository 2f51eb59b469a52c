using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace OnDeviceRec.Kernels;

/// <summary>Packing where vectors have 128 bits and panels are some fours wide: 4 × 4 blocks are transposed in registers.</summary>
internal static unsafe partial class Gemm
{
    private static void PackTransposing4x4(Operand panel, int real, int k, int width, float factor, float* packed)
    {
        for (int row = 0; row < width; row += 4)
        {
            float* from = panel.Data + (row * panel.RowStride), to = packed + row;
            int rows = real - row, p = 0;
            for (; p + 4 <= k; p += 4) Transpose4x4(from + p, panel.RowStride, rows, factor, to + ((nint)p * width), width);
            for (; p < k; p++)
            {
                for (int i = 0; i < 4; i++) to[((nint)p * width) + i] = i < rows ? factor * from[(i * panel.RowStride) + p] : 0f;
            }
        }
    }

    // Rows from the given number on are zero.
    private static void Transpose4x4(float* from, nint fromStride, int rows, float factor, float* to, nint toStride)
    {
        Vector128<float> r0 = Row(from, fromStride, 0, rows, factor), r1 = Row(from, fromStride, 1, rows, factor);
        Vector128<float> r2 = Row(from, fromStride, 2, rows, factor), r3 = Row(from, fromStride, 3, rows, factor);
        Interleave(r0, r2, out Vector128<float> a0, out Vector128<float> a1);
        Interleave(r1, r3, out Vector128<float> b0, out Vector128<float> b1);
        Interleave(a0, b0, out Vector128<float> t0, out Vector128<float> t1);
        Interleave(a1, b1, out Vector128<float> t2, out Vector128<float> t3);
        t0.Store(to);
        t1.Store(to + toStride);
        t2.Store(to + (2 * toStride));
        t3.Store(to + (3 * toStride));
    }

    private static Vector128<float> Row(float* from, nint stride, int row, int rows, float factor) =>
        row < rows ? Vector128.Load(from + (row * stride)) * factor : Vector128<float>.Zero;

    // (a0 b0 a1 b1) and (a2 b2 a3 b3): two rounds of it, on rows two apart, transpose a 4 × 4 block.
    private static void Interleave(Vector128<float> a, Vector128<float> b, out Vector128<float> low, out Vector128<float> high)
    {
        if (Sse.IsSupported)
            (low, high) = (Sse.UnpackLow(a, b), Sse.UnpackHigh(a, b));
        else if (AdvSimd.Arm64.IsSupported)
            (low, high) = (AdvSimd.Arm64.ZipLow(a, b), AdvSimd.Arm64.ZipHigh(a, b));
        else
            (low, high) = (Vector128.Create(a[0], b[0], a[1], b[1]), Vector128.Create(a[2], b[2], a[3], b[3]));
    }
}
