using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>8 × 32 or 4 × 32 with 512 bits, two panels: 16 accumulators of 32 registers, 2 of P, 1 of X.</summary>
internal readonly unsafe struct PanelTile512<TNumber, TLoad> : IPanelTile<TNumber>
    where TNumber : unmanaged
    where TLoad : IPanelLoad<TNumber>
{
    public static int Rows => 8;

    public static int Columns => 32;

    public static void Run(float* x, int last, int inner, TNumber* p, float* y, nint stride)
    {
        if (last < 4) Make<TileHeight.Four>(x, last, inner, p, y, stride);
        else Make<TileHeight.Full>(x, last, inner, p, y, stride);
    }

    private static void Make<THeight>(float* x, int last, int inner, TNumber* p, float* y, nint stride)
        where THeight : ITileHeight
    {
        float* x0 = x;
        float* x1 = x + ((nint)Math.Min(1, last) * inner);
        float* x2 = x + ((nint)Math.Min(2, last) * inner);
        float* x3 = x + ((nint)Math.Min(3, last) * inner);
        float* x4 = x + ((nint)Math.Min(4, last) * inner);
        float* x5 = x + ((nint)Math.Min(5, last) * inner);
        float* x6 = x + ((nint)Math.Min(6, last) * inner);
        float* x7 = x + ((nint)Math.Min(7, last) * inner);
        Vector512<float> c00 = default, c01 = default;
        Vector512<float> c10 = default, c11 = default;
        Vector512<float> c20 = default, c21 = default;
        Vector512<float> c30 = default, c31 = default;
        Vector512<float> c40 = default, c41 = default;
        Vector512<float> c50 = default, c51 = default;
        Vector512<float> c60 = default, c61 = default;
        Vector512<float> c70 = default, c71 = default;
        TNumber* q = p + ((nint)PanelProduct.PanelColumns * inner);
        nint next = (nint)Columns * inner;
        for (int k = 0; k < inner; k++, p += PanelProduct.PanelColumns, q += PanelProduct.PanelColumns)
        {
            PanelProduct.Prefetch(p + next);
            PanelProduct.Prefetch(q + next);
            Vector512<float> p0 = TLoad.Load16(p), p1 = TLoad.Load16(q);
            Vector512<float> a = Vector512.Create(x0[k]);
            (c00, c01) = (Vector512.MultiplyAddEstimate(a, p0, c00), Vector512.MultiplyAddEstimate(a, p1, c01));
            a = Vector512.Create(x1[k]);
            (c10, c11) = (Vector512.MultiplyAddEstimate(a, p0, c10), Vector512.MultiplyAddEstimate(a, p1, c11));
            a = Vector512.Create(x2[k]);
            (c20, c21) = (Vector512.MultiplyAddEstimate(a, p0, c20), Vector512.MultiplyAddEstimate(a, p1, c21));
            a = Vector512.Create(x3[k]);
            (c30, c31) = (Vector512.MultiplyAddEstimate(a, p0, c30), Vector512.MultiplyAddEstimate(a, p1, c31));
            if (!THeight.IsFull) continue;
            a = Vector512.Create(x4[k]);
            (c40, c41) = (Vector512.MultiplyAddEstimate(a, p0, c40), Vector512.MultiplyAddEstimate(a, p1, c41));
            a = Vector512.Create(x5[k]);
            (c50, c51) = (Vector512.MultiplyAddEstimate(a, p0, c50), Vector512.MultiplyAddEstimate(a, p1, c51));
            a = Vector512.Create(x6[k]);
            (c60, c61) = (Vector512.MultiplyAddEstimate(a, p0, c60), Vector512.MultiplyAddEstimate(a, p1, c61));
            a = Vector512.Create(x7[k]);
            (c70, c71) = (Vector512.MultiplyAddEstimate(a, p0, c70), Vector512.MultiplyAddEstimate(a, p1, c71));
        }

        Store(c00, c01, y);
        Store(c10, c11, y + (Math.Min(1, last) * stride));
        Store(c20, c21, y + (Math.Min(2, last) * stride));
        Store(c30, c31, y + (Math.Min(3, last) * stride));
        if (!THeight.IsFull) return;
        Store(c40, c41, y + (Math.Min(4, last) * stride));
        Store(c50, c51, y + (Math.Min(5, last) * stride));
        Store(c60, c61, y + (Math.Min(6, last) * stride));
        Store(c70, c71, y + (Math.Min(7, last) * stride));
    }

    private static void Store(Vector512<float> left, Vector512<float> right, float* to)
    {
        left.Store(to);
        right.Store(to + 16);
    }
}
