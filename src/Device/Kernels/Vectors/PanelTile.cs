using System.Runtime.CompilerServices;

namespace OnDeviceRec.Kernels;

/// <summary>
/// The registers' worth of a panel product: up to <see cref="Rows"/> rows × two vectors of columns of Y. With 128 bits 6 × 8, half a panel,
/// and with 256 bits 6 × 16: 12 accumulators of 16 registers, 2 of P, 1 of X. With 512 bits 8 × 32, two panels: 16 accumulators of 32.
/// </summary>
internal static unsafe class PanelTile<TNumber, TLoad, TVector>
    where TNumber : unmanaged
    where TLoad : struct, IPanelLoad<TNumber>
    where TVector : unmanaged
{
    /// <summary>The most rows that it takes.</summary>
    public static int Rows => PanelVector<TVector>.IsWholePanel ? 8 : 6;

    /// <summary>A divisor of a panel's 16 columns, or a multiple of them.</summary>
    public static int Columns => 2 * PanelVector<TVector>.Count;

    /// <summary>
    /// Rows 0..last of X [.., inner] times the columns from p on; panels are 16·inner numbers apart. Rows behind the last are stand-ins
    /// for it: they compute and store the same numbers once more.
    /// </summary>
    public static void Run(float* x, int last, int inner, TNumber* p, float* y, nint stride)
    {
        if (last < 4) Make<TileHeight.Four>(x, last, inner, p, y, stride);
        else Make<TileHeight.Full>(x, last, inner, p, y, stride);
    }

    private static void Make<THeight>(float* x, int last, int inner, TNumber* p, float* y, nint stride)
        where THeight : struct, ITileHeight
    {
        THeight height = default;
        float* x0 = x;
        float* x1 = x + ((nint)Math.Min(1, last) * inner);
        float* x2 = x + ((nint)Math.Min(2, last) * inner);
        float* x3 = x + ((nint)Math.Min(3, last) * inner);
        float* x4 = x + ((nint)Math.Min(4, last) * inner);
        float* x5 = x + ((nint)Math.Min(5, last) * inner);
        float* x6 = x + ((nint)Math.Min(6, last) * inner);
        float* x7 = x + ((nint)Math.Min(7, last) * inner);
        TVector c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        TVector c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
        nint panel = (nint)PanelProduct.PanelColumns * inner;
        TNumber* q = p + (PanelVector<TVector>.IsWholePanel ? panel : PanelVector<TVector>.Count);
        for (int k = 0; k < inner; k++, p += PanelProduct.PanelColumns, q += PanelProduct.PanelColumns)
        {
            // With the narrowest vectors the processor has time to see what comes next.
            if (Columns >= PanelProduct.PanelColumns) PanelProduct.Prefetch(p + (PanelVector<TVector>.IsWholePanel ? 2 * panel : panel));
            if (PanelVector<TVector>.IsWholePanel) PanelProduct.Prefetch(q + (2 * panel));
            TVector p0 = PanelVector<TVector>.Load<TNumber, TLoad>(p), p1 = PanelVector<TVector>.Load<TNumber, TLoad>(q);
            Add(x0 + k, p0, p1, ref c00, ref c01);
            Add(x1 + k, p0, p1, ref c10, ref c11);
            Add(x2 + k, p0, p1, ref c20, ref c21);
            Add(x3 + k, p0, p1, ref c30, ref c31);
            if (!height.IsFull) continue;
            Add(x4 + k, p0, p1, ref c40, ref c41);
            Add(x5 + k, p0, p1, ref c50, ref c51);
            if (Rows == 6) continue;
            Add(x6 + k, p0, p1, ref c60, ref c61);
            Add(x7 + k, p0, p1, ref c70, ref c71);
        }

        Store(c00, c01, y);
        Store(c10, c11, y + (Math.Min(1, last) * stride));
        Store(c20, c21, y + (Math.Min(2, last) * stride));
        Store(c30, c31, y + (Math.Min(3, last) * stride));
        if (!height.IsFull) return;
        Store(c40, c41, y + (Math.Min(4, last) * stride));
        Store(c50, c51, y + (Math.Min(5, last) * stride));
        if (Rows == 6) return;
        Store(c60, c61, y + (Math.Min(6, last) * stride));
        Store(c70, c71, y + (Math.Min(7, last) * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* x, TVector p0, TVector p1, ref TVector c0, ref TVector c1)
    {
        TVector a = PanelVector<TVector>.Create(x);
        c0 = PanelVector<TVector>.MultiplyAdd(a, p0, c0);
        c1 = PanelVector<TVector>.MultiplyAdd(a, p1, c1);
    }

    private static void Store(TVector c0, TVector c1, float* y)
    {
        TVector* to = (TVector*)y;
        (to[0], to[1]) = (c0, c1);
    }
}
