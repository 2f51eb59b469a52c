using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnDeviceRec.Kernels;

/// <summary>Packing: rows of an operand, times a factor, into panels of <c>width</c> rows laid out [k][width], zero-filled.</summary>
internal static unsafe partial class Gemm
{
    internal static void Pack(Operand source, int rows, int k, int width, float factor, float* packed)
    {
        int done = 0;
        if (source.RowStride == 1)
        {
            done = rows / width * width;
            PackContiguous(source, done, k, width, factor, packed);
        }

        for (int row = done; row < rows; row += width)
        {
            int real = Math.Min(width, rows - row);
            Operand panel = source.Slice(row, 0);
            float* to = packed + ((nint)row * k);
            if (panel.ColumnStride != 1) PackAny(panel, real, k, width, factor, to);
            else if (Vector256.IsHardwareAccelerated) PackTransposing(panel, real, k, width, factor, to);
            else PackTransposing4x4(panel, real, k, width, factor, to);
        }
    }

    // The rows lie side by side in memory and fill their panels. They are read as they lie, an inner index through all panels, for the
    // memory is faster at long runs. Eight at a time; twelve are eight and four, six are four and two.
    private static void PackContiguous(Operand source, int rows, int k, int width, float factor, float* packed)
    {
        Vector256<float> f = Vector256.Create(factor);
        nint panelLength = (nint)width * k;
        for (int p = 0; p < k; p++, packed += width)
        {
            float* from = source.Data + (p * source.ColumnStride), to = packed;
            for (float* end = from + rows; from < end; from += width, to += panelLength)
            {
                int i = 0;
                for (; i + 8 <= width; i += 8) (Vector256.Load(from + i) * f).Store(to + i);
                if (i == width) continue;
                (Vector128.Load(from + i) * f.GetLower()).Store(to + i);
                if (i + 4 == width) continue;
                *(double*)(to + i + 4) =
                    (Vector128.CreateScalarUnsafe(*(double*)(from + i + 4)).AsSingle() * f.GetLower()).AsDouble().ToScalar();
            }
        }
    }

    // The inner index is contiguous: 8 × 8 blocks are transposed in registers. Where the panel is six wide, two zeros too many are stored
    // with an inner index; the next one overwrites them, and a block's last one stores six, for there its memory ends.
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
                for (int i = 0; i < Math.Min(8, width - row); i++)
                    to[((nint)p * width) + i] = i < rows ? factor * from[(i * panel.RowStride) + p] : 0f;
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
        Vector256<float> r0 = Rows(from, fromStride, 0, rows, factor), r1 = Rows(from, fromStride, 1, rows, factor);
        Vector256<float> r2 = Rows(from, fromStride, 2, rows, factor), r3 = Rows(from, fromStride, 3, rows, factor);
        Transpose4x4(r0, r1, r2, r3, out Vector256<float> t0, out Vector256<float> t1, out Vector256<float> t2, out Vector256<float> t3);
        r0 = Rows(from + 4, fromStride, 0, rows, factor);
        r1 = Rows(from + 4, fromStride, 1, rows, factor);
        r2 = Rows(from + 4, fromStride, 2, rows, factor);
        r3 = Rows(from + 4, fromStride, 3, rows, factor);
        Transpose4x4(r0, r1, r2, r3, out Vector256<float> t4, out Vector256<float> t5, out Vector256<float> t6, out Vector256<float> t7);
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

    // Four numbers of a row, and behind them four of the row that is four below: what is put together as it is loaded need not be moved
    // from one half of a vector to the other, which only one unit of the processor does.
    private static Vector256<float> Rows(float* from, nint stride, int row, int rows, Vector256<float> factor)
    {
        Vector128<float> low = row < rows ? Vector128.Load(from + (row * stride)) : Vector128<float>.Zero;
        Vector128<float> high = row + 4 < rows ? Vector128.Load(from + ((row + 4) * stride)) : Vector128<float>.Zero;
        return Vector256.Create(low, high) * factor;
    }

    // A 4 × 4 block in each half, by two rounds of interleaving rows that are two apart.
    private static void Transpose4x4(
        Vector256<float> r0, Vector256<float> r1, Vector256<float> r2, Vector256<float> r3,
        out Vector256<float> t0, out Vector256<float> t1, out Vector256<float> t2, out Vector256<float> t3)
    {
        Vector256<float> a0 = Avx.UnpackLow(r0, r2), a1 = Avx.UnpackHigh(r0, r2), b0 = Avx.UnpackLow(r1, r3), b1 = Avx.UnpackHigh(r1, r3);
        (t0, t1) = (Avx.UnpackLow(a0, b0), Avx.UnpackHigh(a0, b0));
        (t2, t3) = (Avx.UnpackLow(a1, b1), Avx.UnpackHigh(a1, b1));
    }
}
