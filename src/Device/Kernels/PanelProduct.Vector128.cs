using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <content>6 rows × 8 columns: a panel in two halves.</content>
internal static unsafe partial class PanelProduct
{
    // A strip of last + 1 ≤ 6 rows. Rows that it lacks are stand-ins for its last one: they compute and store the same numbers once more.
    private static void StripVector128(float* x, int last, int inner, float* panels, int columns, float* y)
    {
        float* x0 = x;
        float* x1 = x + ((nint)Math.Min(1, last) * inner);
        float* x2 = x + ((nint)Math.Min(2, last) * inner);
        float* x3 = x + ((nint)Math.Min(3, last) * inner);
        float* x4 = x + ((nint)Math.Min(4, last) * inner);
        float* x5 = x + ((nint)last * inner);
        float* edge = stackalloc float[TileRows * 8];
        for (int column = 0; column < columns; column += 8)
        {
            float* p = panels + ((nint)(column / PanelColumns) * PanelColumns * inner) + (column % PanelColumns);
            Vector128<float> c00 = default, c01 = default;
            Vector128<float> c10 = default, c11 = default;
            Vector128<float> c20 = default, c21 = default;
            Vector128<float> c30 = default, c31 = default;
            Vector128<float> c40 = default, c41 = default;
            Vector128<float> c50 = default, c51 = default;
            for (int k = 0; k < inner; k++, p += PanelColumns)
            {
                Vector128<float> p0 = Vector128.Load(p), p1 = Vector128.Load(p + 4);
                Vector128<float> a = Vector128.Create(x0[k]);
                (c00, c01) = (Vector128.MultiplyAddEstimate(a, p0, c00), Vector128.MultiplyAddEstimate(a, p1, c01));
                a = Vector128.Create(x1[k]);
                (c10, c11) = (Vector128.MultiplyAddEstimate(a, p0, c10), Vector128.MultiplyAddEstimate(a, p1, c11));
                a = Vector128.Create(x2[k]);
                (c20, c21) = (Vector128.MultiplyAddEstimate(a, p0, c20), Vector128.MultiplyAddEstimate(a, p1, c21));
                a = Vector128.Create(x3[k]);
                (c30, c31) = (Vector128.MultiplyAddEstimate(a, p0, c30), Vector128.MultiplyAddEstimate(a, p1, c31));
                a = Vector128.Create(x4[k]);
                (c40, c41) = (Vector128.MultiplyAddEstimate(a, p0, c40), Vector128.MultiplyAddEstimate(a, p1, c41));
                a = Vector128.Create(x5[k]);
                (c50, c51) = (Vector128.MultiplyAddEstimate(a, p0, c50), Vector128.MultiplyAddEstimate(a, p1, c51));
            }

            int width = Math.Min(8, columns - column);
            float* tile = width == 8 ? y + column : edge;
            nint stride = width == 8 ? columns : 8;
            Store(c00, c01, tile);
            Store(c10, c11, tile + (Math.Min(1, last) * stride));
            Store(c20, c21, tile + (Math.Min(2, last) * stride));
            Store(c30, c31, tile + (Math.Min(3, last) * stride));
            Store(c40, c41, tile + (Math.Min(4, last) * stride));
            Store(c50, c51, tile + (last * stride));
            if (width == 8) continue;
            for (int row = 0; row <= last; row++)
                new ReadOnlySpan<float>(edge + (row * 8), width).CopyTo(new Span<float>(y + ((nint)row * columns) + column, width));
        }
    }

    private static void Store(Vector128<float> left, Vector128<float> right, float* to)
    {
        left.Store(to);
        right.Store(to + 4);
    }
}
