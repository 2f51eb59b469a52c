using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>1 × 64 with 512 bits, four panels at a time.</summary>
internal static unsafe class PanelRow512<TNumber, TLoad>
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
            Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default;
            nint at = 0;
            for (int k = 0; k < inner; k++, at += Width)
            {
                Vector512<float> a = Vector512.Create(x[k]);
                c0 = Vector512.MultiplyAddEstimate(a, TLoad.Load16(p0 + at), c0);
                c1 = Vector512.MultiplyAddEstimate(a, TLoad.Load16(p1 + at), c1);
                c2 = Vector512.MultiplyAddEstimate(a, TLoad.Load16(p2 + at), c2);
                c3 = Vector512.MultiplyAddEstimate(a, TLoad.Load16(p3 + at), c3);
            }

            c0.Store(tile);
            c1.Store(tile + Width);
            c2.Store(tile + (2 * Width));
            c3.Store(tile + (3 * Width));
            int column = panel * Width, width = Math.Min(Panels * Width, columns - column);
            new ReadOnlySpan<float>(tile, width).CopyTo(new Span<float>(y + column, width));
        }
    }
}
