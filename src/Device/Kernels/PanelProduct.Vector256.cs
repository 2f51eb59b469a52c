using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <content>6 rows × 16 columns, a panel at a time; or 1 row × 64 columns.</content>
internal static unsafe partial class PanelProduct
{
    // A strip of last + 1 ≤ 6 rows. Rows that it lacks are stand-ins for its last one: they compute and store the same numbers once more.
    private static void StripVector256(float* x, int last, int inner, float* panels, int columns, float* y)
    {
        float* x0 = x;
        float* x1 = x + ((nint)Math.Min(1, last) * inner);
        float* x2 = x + ((nint)Math.Min(2, last) * inner);
        float* x3 = x + ((nint)Math.Min(3, last) * inner);
        float* x4 = x + ((nint)Math.Min(4, last) * inner);
        float* x5 = x + ((nint)last * inner);
        float* edge = stackalloc float[TileRows * 16];
        for (int column = 0; column < columns; column += 16)
        {
            float* p = panels + ((nint)column * inner);
            Vector256<float> c00 = default, c01 = default;
            Vector256<float> c10 = default, c11 = default;
            Vector256<float> c20 = default, c21 = default;
            Vector256<float> c30 = default, c31 = default;
            Vector256<float> c40 = default, c41 = default;
            Vector256<float> c50 = default, c51 = default;
            for (int k = 0; k < inner; k++, p += PanelColumns)
            {
                Vector256<float> p0 = Vector256.Load(p), p1 = Vector256.Load(p + 8);
                Vector256<float> a = Vector256.Create(x0[k]);
                (c00, c01) = (Vector256.MultiplyAddEstimate(a, p0, c00), Vector256.MultiplyAddEstimate(a, p1, c01));
                a = Vector256.Create(x1[k]);
                (c10, c11) = (Vector256.MultiplyAddEstimate(a, p0, c10), Vector256.MultiplyAddEstimate(a, p1, c11));
                a = Vector256.Create(x2[k]);
                (c20, c21) = (Vector256.MultiplyAddEstimate(a, p0, c20), Vector256.MultiplyAddEstimate(a, p1, c21));
                a = Vector256.Create(x3[k]);
                (c30, c31) = (Vector256.MultiplyAddEstimate(a, p0, c30), Vector256.MultiplyAddEstimate(a, p1, c31));
                a = Vector256.Create(x4[k]);
                (c40, c41) = (Vector256.MultiplyAddEstimate(a, p0, c40), Vector256.MultiplyAddEstimate(a, p1, c41));
                a = Vector256.Create(x5[k]);
                (c50, c51) = (Vector256.MultiplyAddEstimate(a, p0, c50), Vector256.MultiplyAddEstimate(a, p1, c51));
            }

            int width = Math.Min(16, columns - column);
            float* tile = width == 16 ? y + column : edge;
            nint stride = width == 16 ? columns : 16;
            Store(c00, c01, tile);
            Store(c10, c11, tile + (Math.Min(1, last) * stride));
            Store(c20, c21, tile + (Math.Min(2, last) * stride));
            Store(c30, c31, tile + (Math.Min(3, last) * stride));
            Store(c40, c41, tile + (Math.Min(4, last) * stride));
            Store(c50, c51, tile + (last * stride));
            if (width == 16) continue;
            for (int row = 0; row <= last; row++)
                new ReadOnlySpan<float>(edge + (row * 16), width).CopyTo(new Span<float>(y + ((nint)row * columns) + column, width));
        }
    }

    private static void RowVector256(float* x, int inner, float* panels, int columns, float* y)
    {
        float* tile = stackalloc float[4 * PanelColumns];
        int lastPanel = (columns - 1) / PanelColumns;
        for (int panel = 0; panel <= lastPanel; panel += 4)
        {
            // Panels past the end are stand-ins for the last one.
            float* p0 = panels + ((nint)panel * PanelColumns * inner);
            float* p1 = panels + ((nint)Math.Min(panel + 1, lastPanel) * PanelColumns * inner);
            float* p2 = panels + ((nint)Math.Min(panel + 2, lastPanel) * PanelColumns * inner);
            float* p3 = panels + ((nint)Math.Min(panel + 3, lastPanel) * PanelColumns * inner);
            Vector256<float> c00 = default, c01 = default, c10 = default, c11 = default;
            Vector256<float> c20 = default, c21 = default, c30 = default, c31 = default;
            nint at = 0;
            for (int k = 0; k < inner; k++, at += PanelColumns)
            {
                Vector256<float> a = Vector256.Create(x[k]);
                c00 = Vector256.MultiplyAddEstimate(a, Vector256.Load(p0 + at), c00);
                c01 = Vector256.MultiplyAddEstimate(a, Vector256.Load(p0 + at + 8), c01);
                c10 = Vector256.MultiplyAddEstimate(a, Vector256.Load(p1 + at), c10);
                c11 = Vector256.MultiplyAddEstimate(a, Vector256.Load(p1 + at + 8), c11);
                c20 = Vector256.MultiplyAddEstimate(a, Vector256.Load(p2 + at), c20);
                c21 = Vector256.MultiplyAddEstimate(a, Vector256.Load(p2 + at + 8), c21);
                c30 = Vector256.MultiplyAddEstimate(a, Vector256.Load(p3 + at), c30);
                c31 = Vector256.MultiplyAddEstimate(a, Vector256.Load(p3 + at + 8), c31);
            }

            Store(c00, c01, tile);
            Store(c10, c11, tile + PanelColumns);
            Store(c20, c21, tile + (2 * PanelColumns));
            Store(c30, c31, tile + (3 * PanelColumns));
            int column = panel * PanelColumns, width = Math.Min(4 * PanelColumns, columns - column);
            new ReadOnlySpan<float>(tile, width).CopyTo(new Span<float>(y + column, width));
        }
    }

    private static void Store(Vector256<float> left, Vector256<float> right, float* to)
    {
        left.Store(to);
        right.Store(to + 8);
    }
}
