using System.Runtime.CompilerServices;

namespace OnDeviceRec.Kernels;

/// <summary>
/// One row × four groups of columns, two panels of half a panel's groups with 128 bits and four whole ones with 256 and 512: eight
/// accumulators, four with 512 bits, as one group's chains would wait for themselves.
/// </summary>
internal static unsafe class PanelRow<TNumber, TLoad, TVector>
    where TNumber : unmanaged
    where TLoad : struct, IPanelLoad<TNumber>
    where TVector : unmanaged
{
    private const int Groups = 4, PanelColumns = PanelProduct.PanelColumns;

    // Columns of a group: two vectors, or one that is as wide as a panel.
    private static int Width => Math.Min(PanelColumns, 2 * PanelVector<TVector>.Count);

    /// <summary>X [inner] times the first columns of the panels.</summary>
    public static void Run(float* x, int inner, TNumber* panels, int columns, float* y)
    {
        float* tile = stackalloc float[Groups * PanelColumns];
        int last = (columns - 1) / Width;
        for (int group = 0; group <= last; group += Groups)
        {
            // Groups past the end are stand-ins for the last one.
            TNumber* p0 = At(panels, group, inner);
            TNumber* p1 = At(panels, Math.Min(group + 1, last), inner);
            TNumber* p2 = At(panels, Math.Min(group + 2, last), inner);
            TNumber* p3 = At(panels, Math.Min(group + 3, last), inner);
            TVector c00 = default, c01 = default, c10 = default, c11 = default;
            TVector c20 = default, c21 = default, c30 = default, c31 = default;
            nint at = 0;
            for (int k = 0; k < inner; k++, at += PanelColumns)
            {
                TVector a = PanelVector<TVector>.Create(x + k);
                c00 = Add(a, p0 + at, c00);
                c10 = Add(a, p1 + at, c10);
                c20 = Add(a, p2 + at, c20);
                c30 = Add(a, p3 + at, c30);
                if (PanelVector<TVector>.IsWholePanel) continue;
                c01 = Add(a, p0 + at + PanelVector<TVector>.Count, c01);
                c11 = Add(a, p1 + at + PanelVector<TVector>.Count, c11);
                c21 = Add(a, p2 + at + PanelVector<TVector>.Count, c21);
                c31 = Add(a, p3 + at + PanelVector<TVector>.Count, c31);
            }

            Store(c00, c01, tile);
            Store(c10, c11, tile + Width);
            Store(c20, c21, tile + (2 * Width));
            Store(c30, c31, tile + (3 * Width));
            int column = group * Width, width = Math.Min(Groups * Width, columns - column);
            new ReadOnlySpan<float>(tile, width).CopyTo(new Span<float>(y + column, width));
        }
    }

    private static TNumber* At(TNumber* panels, int group, int inner) => panels + PanelProduct.PackedIndex(inner, 0, group * Width);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Add(TVector a, TNumber* p, TVector c) =>
        PanelVector<TVector>.MultiplyAdd(a, PanelVector<TVector>.Load<TNumber, TLoad>(p), c);

    private static void Store(TVector c0, TVector c1, float* to)
    {
        *(TVector*)to = c0;
        if (!PanelVector<TVector>.IsWholePanel) ((TVector*)to)[1] = c1;
    }
}
