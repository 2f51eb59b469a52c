using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>6 × 16 or 4 × 16 with 256 bits: 12 accumulators, 2 of P, 1 of X.</summary>
internal readonly unsafe struct PanelTile256<TNumber, TLoad> : IPanelTile<TNumber>
    where TNumber : unmanaged
    where TLoad : IPanelLoad<TNumber>
{
    public static int Rows => 6;

    public static int Columns => 16;

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
        Vector256<float> c00 = default, c01 = default;
        Vector256<float> c10 = default, c11 = default;
        Vector256<float> c20 = default, c21 = default;
        Vector256<float> c30 = default, c31 = default;
        Vector256<float> c40 = default, c41 = default;
        Vector256<float> c50 = default, c51 = default;
        nint next = (nint)PanelProduct.PanelColumns * inner;
        for (int k = 0; k < inner; k++, p += PanelProduct.PanelColumns)
        {
            PanelProduct.Prefetch(p + next);
            Vector256<float> p0 = TLoad.Load8(p), p1 = TLoad.Load8(p + 8);
            Vector256<float> a = Vector256.Create(x0[k]);
            (c00, c01) = (Vector256.MultiplyAddEstimate(a, p0, c00), Vector256.MultiplyAddEstimate(a, p1, c01));
            a = Vector256.Create(x1[k]);
            (c10, c11) = (Vector256.MultiplyAddEstimate(a, p0, c10), Vector256.MultiplyAddEstimate(a, p1, c11));
            a = Vector256.Create(x2[k]);
            (c20, c21) = (Vector256.MultiplyAddEstimate(a, p0, c20), Vector256.MultiplyAddEstimate(a, p1, c21));
            a = Vector256.Create(x3[k]);
            (c30, c31) = (Vector256.MultiplyAddEstimate(a, p0, c30), Vector256.MultiplyAddEstimate(a, p1, c31));
            if (!THeight.IsFull) continue;
            a = Vector256.Create(x4[k]);
            (c40, c41) = (Vector256.MultiplyAddEstimate(a, p0, c40), Vector256.MultiplyAddEstimate(a, p1, c41));
            a = Vector256.Create(x5[k]);
            (c50, c51) = (Vector256.MultiplyAddEstimate(a, p0, c50), Vector256.MultiplyAddEstimate(a, p1, c51));
        }

        Store(c00, c01, y);
        Store(c10, c11, y + (Math.Min(1, last) * stride));
        Store(c20, c21, y + (Math.Min(2, last) * stride));
        Store(c30, c31, y + (Math.Min(3, last) * stride));
        if (!THeight.IsFull) return;
        Store(c40, c41, y + (Math.Min(4, last) * stride));
        Store(c50, c51, y + (Math.Min(5, last) * stride));
    }

    private static void Store(Vector256<float> left, Vector256<float> right, float* to)
    {
        left.Store(to);
        right.Store(to + 8);
    }
}
