using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>6 × 8 or 4 × 8 with 128 bits, half a panel: 12 accumulators, 2 of P, 1 of X.</summary>
internal readonly unsafe struct PanelTile128<TNumber, TLoad> : IPanelTile<TNumber>
    where TNumber : unmanaged
    where TLoad : IPanelLoad<TNumber>
{
    public static int Rows => 6;

    public static int Columns => 8;

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
        Vector128<float> c00 = default, c01 = default;
        Vector128<float> c10 = default, c11 = default;
        Vector128<float> c20 = default, c21 = default;
        Vector128<float> c30 = default, c31 = default;
        Vector128<float> c40 = default, c41 = default;
        Vector128<float> c50 = default, c51 = default;
        for (int k = 0; k < inner; k++, p += PanelProduct.PanelColumns)
        {
            Vector128<float> p0 = TLoad.Load4(p), p1 = TLoad.Load4(p + 4);
            Vector128<float> a = Vector128.Create(x0[k]);
            (c00, c01) = (Vector128.MultiplyAddEstimate(a, p0, c00), Vector128.MultiplyAddEstimate(a, p1, c01));
            a = Vector128.Create(x1[k]);
            (c10, c11) = (Vector128.MultiplyAddEstimate(a, p0, c10), Vector128.MultiplyAddEstimate(a, p1, c11));
            a = Vector128.Create(x2[k]);
            (c20, c21) = (Vector128.MultiplyAddEstimate(a, p0, c20), Vector128.MultiplyAddEstimate(a, p1, c21));
            a = Vector128.Create(x3[k]);
            (c30, c31) = (Vector128.MultiplyAddEstimate(a, p0, c30), Vector128.MultiplyAddEstimate(a, p1, c31));
            if (!THeight.IsFull) continue;
            a = Vector128.Create(x4[k]);
            (c40, c41) = (Vector128.MultiplyAddEstimate(a, p0, c40), Vector128.MultiplyAddEstimate(a, p1, c41));
            a = Vector128.Create(x5[k]);
            (c50, c51) = (Vector128.MultiplyAddEstimate(a, p0, c50), Vector128.MultiplyAddEstimate(a, p1, c51));
        }

        Store(c00, c01, y);
        Store(c10, c11, y + (Math.Min(1, last) * stride));
        Store(c20, c21, y + (Math.Min(2, last) * stride));
        Store(c30, c31, y + (Math.Min(3, last) * stride));
        if (!THeight.IsFull) return;
        Store(c40, c41, y + (Math.Min(4, last) * stride));
        Store(c50, c51, y + (Math.Min(5, last) * stride));
    }

    private static void Store(Vector128<float> left, Vector128<float> right, float* to)
    {
        left.Store(to);
        right.Store(to + 4);
    }
}
