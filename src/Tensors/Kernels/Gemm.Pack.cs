using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>Packing: rows of an operand, times a factor, into panels of <c>width</c> rows laid out [k][width], zero-filled.</summary>
internal static unsafe partial class Gemm
{
    private static void Pack(Operand source, int rows, int k, int width, float factor, float* packed)
    {
        for (int row = 0; row < rows; row += width, packed += (nint)width * k)
        {
            int real = Math.Min(width, rows - row);
            Operand panel = source.Slice(row, 0);
            if (panel.RowStride == 1 && real == NR && width == NR) PackContiguous(panel, k, factor, packed);
            else if (panel.ColumnStride == 1 && real == width && width % 8 == 0) PackTransposing(panel, k, width, factor, packed);
            else PackAny(panel, real, k, width, factor, packed);
        }
    }

    // The panel's rows lie side by side in memory: sixteen at a time.
    private static void PackContiguous(Operand panel, int k, float factor, float* packed)
    {
        Vector256<float> f = Vector256.Create(factor);
        for (int p = 0; p < k; p++)
        {
            float* from = panel.Data + (p * panel.ColumnStride);
            (Vector256.Load(from) * f).Store(packed + (p * NR));
            (Vector256.Load(from + 8) * f).Store(packed + (p * NR) + 8);
        }
    }

    // The inner index is contiguous: 8 × 8 blocks are transposed in registers.
    private static void PackTransposing(Operand panel, int k, int width, float factor, float* packed)
    {
        Vector256<float> f = Vector256.Create(factor);
        for (int row = 0; row < width; row += 8)
        {
            float* from = panel.Data + (row * panel.RowStride);
            int p = 0;
            for (; p + 8 <= k; p += 8) Transpose8x8(from + p, panel.RowStride, f, packed + ((nint)p * width) + row, width);
            for (; p < k; p++)
            {
                for (int i = 0; i < 8; i++) packed[((nint)p * width) + row + i] = factor * from[(i * panel.RowStride) + p];
            }
        }
    }

    private static void PackAny(Operand panel, int real, int k, int width, float factor, float* packed)
    {
        for (int i = 0; i < real; i++)
        {
            float* from = panel.Data + (i * panel.RowStride);
            for (int p = 0; p < k; p++) packed[((nint)p * width) + i] = factor * from[p * panel.ColumnStride];
        }

        for (int i = real; i < width; i++)
        {
            for (int p = 0; p < k; p++) packed[((nint)p * width) + i] = 0f;
        }
    }

    private static void Transpose8x8(float* from, nint fromStride, Vector256<float> factor, float* to, nint toStride)
    {
        Vector256<float> r0 = Vector256.Load(from) * factor, r1 = Vector256.Load(from + fromStride) * factor;
        Vector256<float> r2 = Vector256.Load(from + (2 * fromStride)) * factor, r3 = Vector256.Load(from + (3 * fromStride)) * factor;
        Vector256<float> r4 = Vector256.Load(from + (4 * fromStride)) * factor, r5 = Vector256.Load(from + (5 * fromStride)) * factor;
        Vector256<float> r6 = Vector256.Load(from + (6 * fromStride)) * factor, r7 = Vector256.Load(from + (7 * fromStride)) * factor;
        Interleave(r0, r4, out Vector256<float> a0, out Vector256<float> a1);
        Interleave(r1, r5, out Vector256<float> b0, out Vector256<float> b1);
        Interleave(r2, r6, out Vector256<float> c0, out Vector256<float> c1);
        Interleave(r3, r7, out Vector256<float> d0, out Vector256<float> d1);
        Interleave(a0, c0, out Vector256<float> e0, out Vector256<float> e1);
        Interleave(b0, d0, out Vector256<float> f0, out Vector256<float> f1);
        Interleave(a1, c1, out Vector256<float> g0, out Vector256<float> g1);
        Interleave(b1, d1, out Vector256<float> h0, out Vector256<float> h1);
        Interleave(e0, f0, out Vector256<float> t0, out Vector256<float> t1);
        Interleave(e1, f1, out Vector256<float> t2, out Vector256<float> t3);
        Interleave(g0, h0, out Vector256<float> t4, out Vector256<float> t5);
        Interleave(g1, h1, out Vector256<float> t6, out Vector256<float> t7);
        t0.Store(to);
        t1.Store(to + toStride);
        t2.Store(to + (2 * toStride));
        t3.Store(to + (3 * toStride));
        t4.Store(to + (4 * toStride));
        t5.Store(to + (5 * toStride));
        t6.Store(to + (6 * toStride));
        t7.Store(to + (7 * toStride));
    }

    // (a0 b0 a1 b1 …) and (… a7 b7): three rounds of it, on rows four apart, transpose an 8 × 8 block.
    private static void Interleave(Vector256<float> a, Vector256<float> b, out Vector256<float> low, out Vector256<float> high)
    {
        if (System.Runtime.Intrinsics.X86.Avx.IsSupported)
        {
            Vector256<float> l = System.Runtime.Intrinsics.X86.Avx.UnpackLow(a, b), h = System.Runtime.Intrinsics.X86.Avx.UnpackHigh(a, b);
            low = System.Runtime.Intrinsics.X86.Avx.Permute2x128(l, h, 0x20);
            high = System.Runtime.Intrinsics.X86.Avx.Permute2x128(l, h, 0x31);
            return;
        }

        low = Vector256.Create(a[0], b[0], a[1], b[1], a[2], b[2], a[3], b[3]);
        high = Vector256.Create(a[4], b[4], a[5], b[5], a[6], b[6], a[7], b[7]);
    }
}
