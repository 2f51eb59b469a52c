using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
            if (panel.RowStride == 1 && real == width) PackContiguous(panel, k, width, factor, packed);
            else if (panel.ColumnStride == 1 && Vector256.IsHardwareAccelerated) PackTransposing(panel, real, k, width, factor, packed);
            else if (panel.ColumnStride == 1) PackTransposing4x4(panel, real, k, width, factor, packed);
            else PackAny(panel, real, k, width, factor, packed);
        }
    }

    // The panel's rows lie side by side in memory: eight at a time; twelve are eight and four, six are four and two.
    private static void PackContiguous(Operand panel, int k, int width, float factor, float* packed)
    {
        Vector256<float> f = Vector256.Create(factor);
        for (int p = 0; p < k; p++, packed += width)
        {
            float* from = panel.Data + (p * panel.ColumnStride);
            int i = 0;
            for (; i + 8 <= width; i += 8) (Vector256.Load(from + i) * f).Store(packed + i);
            if (i == width) continue;
            (Vector128.Load(from + i) * f.GetLower()).Store(packed + i);
            if (i + 4 == width) continue;
            packed[i + 4] = from[i + 4] * factor;
            packed[i + 5] = from[i + 5] * factor;
        }
    }

    // The inner index is contiguous: 8 × 8 blocks are transposed in registers. Where the panel is six wide, two zeros too many are stored
    // with an inner index; the next one overwrites them, and a block's last one stores six: another thread may be packing what follows.
    private static void PackTransposing(Operand panel, int real, int k, int width, float factor, float* packed)
    {
        Vector256<float> f = Vector256.Create(factor);
        for (int row = 0; row < width; row += 8)
        {
            float* from = panel.Data + (row * panel.RowStride), to = packed + row;
            int rows = real - row, p = 0;
            for (; p + 8 <= k; p += 8) Transpose8x8(from + p, panel.RowStride, rows, f, to + ((nint)p * width), width);
            for (; p < k; p++)
            {
                for (int i = 0; i < Math.Min(8, width - row); i++) to[((nint)p * width) + i] = i < rows ? factor * from[(i * panel.RowStride) + p] : 0f;
            }
        }
    }

    private static void PackAny(Operand panel, int real, int k, int width, float factor, float* packed)
    {
        for (int p = 0; p < k; p++, packed += width)
        {
            float* from = panel.Data + (p * panel.ColumnStride);
            for (int i = 0; i < real; i++) packed[i] = factor * from[i * panel.RowStride];
            new Span<float>(packed + real, width - real).Clear();
        }
    }

    // Rows from the given number on are zero.
    private static void Transpose8x8(float* from, nint fromStride, int rows, Vector256<float> factor, float* to, nint toStride)
    {
        Vector256<float> r0 = Row(from, fromStride, 0, rows, factor), r1 = Row(from, fromStride, 1, rows, factor);
        Vector256<float> r2 = Row(from, fromStride, 2, rows, factor), r3 = Row(from, fromStride, 3, rows, factor);
        Vector256<float> r4 = Row(from, fromStride, 4, rows, factor), r5 = Row(from, fromStride, 5, rows, factor);
        Vector256<float> r6 = Row(from, fromStride, 6, rows, factor), r7 = Row(from, fromStride, 7, rows, factor);
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
        if (toStride >= 8)
        {
            t7.Store(to + (7 * toStride));
            return;
        }

        t7.GetLower().Store(to + (7 * toStride));
        *(double*)(to + (7 * toStride) + 4) = t7.GetUpper().AsDouble().ToScalar();
    }

    private static Vector256<float> Row(float* from, nint stride, int row, int rows, Vector256<float> factor) =>
        row < rows ? Vector256.Load(from + (row * stride)) * factor : Vector256<float>.Zero;

    // (a0 b0 a1 b1 …) and (… a7 b7): three rounds of it, on rows four apart, transpose an 8 × 8 block.
    private static void Interleave(Vector256<float> a, Vector256<float> b, out Vector256<float> low, out Vector256<float> high)
    {
        Vector256<float> l = Avx.UnpackLow(a, b), h = Avx.UnpackHigh(a, b);
        low = Avx.Permute2x128(l, h, 0x20);
        high = Avx.Permute2x128(l, h, 0x31);
    }
}
