using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>1 × 32 with 128 bits, two panels at a time: 8 accumulators.</summary>
internal static unsafe class PanelRow128<TNumber, TLoad>
    where TNumber : unmanaged
    where TLoad : IPanelLoad<TNumber>
{
    private const int Panels = 2;

    /// <summary>X [inner] times the first columns of the panels.</summary>
    public static void Run(float* x, int inner, TNumber* panels, int columns, float* y)
    {
        const int Width = PanelProduct.PanelColumns;
        float* tile = stackalloc float[Panels * Width];
        int lastPanel = (columns - 1) / Width;
        for (int panel = 0; panel <= lastPanel; panel += Panels)
        {
            // A panel past the end is a stand-in for the last one.
            TNumber* p0 = panels + ((nint)panel * Width * inner);
            TNumber* p1 = panels + ((nint)Math.Min(panel + 1, lastPanel) * Width * inner);
            Vector128<float> c00 = default, c01 = default, c02 = default, c03 = default;
            Vector128<float> c10 = default, c11 = default, c12 = default, c13 = default;
            nint at = 0;
            for (int k = 0; k < inner; k++, at += Width)
            {
                Vector128<float> a = Vector128.Create(x[k]);
                c00 = Vector128.MultiplyAddEstimate(a, TLoad.Load4(p0 + at), c00);
                c01 = Vector128.MultiplyAddEstimate(a, TLoad.Load4(p0 + at + 4), c01);
                c02 = Vector128.MultiplyAddEstimate(a, TLoad.Load4(p0 + at + 8), c02);
                c03 = Vector128.MultiplyAddEstimate(a, TLoad.Load4(p0 + at + 12), c03);
                c10 = Vector128.MultiplyAddEstimate(a, TLoad.Load4(p1 + at), c10);
                c11 = Vector128.MultiplyAddEstimate(a, TLoad.Load4(p1 + at + 4), c11);
                c12 = Vector128.MultiplyAddEstimate(a, TLoad.Load4(p1 + at + 8), c12);
                c13 = Vector128.MultiplyAddEstimate(a, TLoad.Load4(p1 + at + 12), c13);
            }

            Store(c00, c01, c02, c03, tile);
            Store(c10, c11, c12, c13, tile + Width);
            int column = panel * Width, width = Math.Min(Panels * Width, columns - column);
            new ReadOnlySpan<float>(tile, width).CopyTo(new Span<float>(y + column, width));
        }
    }

    private static void Store(Vector128<float> c0, Vector128<float> c1, Vector128<float> c2, Vector128<float> c3, float* to)
    {
        c0.Store(to);
        c1.Store(to + 4);
        c2.Store(to + 8);
        c3.Store(to + 12);
    }
}
