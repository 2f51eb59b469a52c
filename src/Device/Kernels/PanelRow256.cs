using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>1 × 64 with 256 bits, four panels at a time: 8 accumulators, as one panel's two chains would wait for themselves.</summary>
internal static unsafe class PanelRow256<TNumber, TLoad>
    where TNumber : unmanaged
    where TLoad : IPanelLoad<TNumber>
{
    private const int Panels = 4;

    /// <summary>X [inner] times the first columns of the panels.</summary>
    public static void Run(float* x, int inner, TNumber* panels, int columns, float* y)
    {
        const int Width = PanelProduct.PanelColumns;
        float* tile = stackalloc float[Panels * Width];
        int lastPanel = (columns - 1) / Width;
        for (int panel = 0; panel <= lastPanel; panel += Panels)
        {
            // Panels past the end are stand-ins for the last one.
            TNumber* p0 = panels + ((nint)panel * Width * inner);
            TNumber* p1 = panels + ((nint)Math.Min(panel + 1, lastPanel) * Width * inner);
            TNumber* p2 = panels + ((nint)Math.Min(panel + 2, lastPanel) * Width * inner);
            TNumber* p3 = panels + ((nint)Math.Min(panel + 3, lastPanel) * Width * inner);
            Vector256<float> c00 = default, c01 = default, c10 = default, c11 = default;
            Vector256<float> c20 = default, c21 = default, c30 = default, c31 = default;
            nint at = 0;
            for (int k = 0; k < inner; k++, at += Width)
            {
                Vector256<float> a = Vector256.Create(x[k]);
                c00 = Vector256.MultiplyAddEstimate(a, TLoad.Load8(p0 + at), c00);
                c01 = Vector256.MultiplyAddEstimate(a, TLoad.Load8(p0 + at + 8), c01);
                c10 = Vector256.MultiplyAddEstimate(a, TLoad.Load8(p1 + at), c10);
                c11 = Vector256.MultiplyAddEstimate(a, TLoad.Load8(p1 + at + 8), c11);
                c20 = Vector256.MultiplyAddEstimate(a, TLoad.Load8(p2 + at), c20);
                c21 = Vector256.MultiplyAddEstimate(a, TLoad.Load8(p2 + at + 8), c21);
                c30 = Vector256.MultiplyAddEstimate(a, TLoad.Load8(p3 + at), c30);
                c31 = Vector256.MultiplyAddEstimate(a, TLoad.Load8(p3 + at + 8), c31);
            }

            Store(c00, c01, tile);
            Store(c10, c11, tile + Width);
            Store(c20, c21, tile + (2 * Width));
            Store(c30, c31, tile + (3 * Width));
            int column = panel * Width, width = Math.Min(Panels * Width, columns - column);
            new ReadOnlySpan<float>(tile, width).CopyTo(new Span<float>(y + column, width));
        }
    }

    private static void Store(Vector256<float> left, Vector256<float> right, float* to)
    {
        left.Store(to);
        right.Store(to + 8);
    }
}
