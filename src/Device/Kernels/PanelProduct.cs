using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnDeviceRec.Kernels;

/// <summary>
/// Y[m, n] = Σ_k X[m, k] P[k, n] for a P that is known long before: it is packed once, in fp32, fp16 or int8
/// (<see cref="IPanelLoad{TNumber}"/>).
/// <para>
/// Packed: panels of 16 columns, panel p is [k][16], one behind the other, zeros where columns end; a product reads them from first to
/// last, once. All rows of X meet a panel in tiles that stay in registers (<see cref="PanelTile256{TNumber, TLoad}"/>). The sum over k is
/// one chain per number, in ascending order, whatever rows and columns stand around it: the same numbers come out for one row and for many.
/// </para>
/// </summary>
internal static unsafe class PanelProduct
{
    public const int PanelColumns = 16;

    // Numbers whose making fp32 is slow are widened once for all rows, on the stack, unless a panel is longer than this (32 KiB).
    private const int MostWidened = 8192;

    /// <summary>Columns of a packed P, with those that are zero.</summary>
    public static long Padded(long columns) => (columns + PanelColumns - 1) / PanelColumns * PanelColumns;

    /// <summary>Where P[k, n] stands in the packed form.</summary>
    public static int PackedIndex(int inner, int k, int n) => (((n / PanelColumns * inner) + k) * PanelColumns) + (n % PanelColumns);

    /// <summary>The first <paramref name="columns"/> columns of the product, with the widest vectors of the machine.</summary>
    /// <param name="x">[rows, inner]</param>
    /// <param name="rows">m</param>
    /// <param name="inner">k</param>
    /// <param name="panels">P, packed; it may have more columns</param>
    /// <param name="columns">n</param>
    /// <param name="y">[rows, columns], overwritten</param>
    public static void Run<TNumber, TLoad>(
        ReadOnlySpan<float> x, int rows, int inner, ReadOnlySpan<TNumber> panels, int columns, Span<float> y)
        where TNumber : unmanaged
        where TLoad : IPanelLoad<TNumber>
    {
        if (Vector512.IsHardwareAccelerated)
            RunVector512<TNumber, TLoad>(x, rows, inner, panels, columns, y);
        else if (Vector256.IsHardwareAccelerated)
            RunVector256<TNumber, TLoad>(x, rows, inner, panels, columns, y);
        else
            RunVector128<TNumber, TLoad>(x, rows, inner, panels, columns, y);
    }

    public static void RunVector512<TNumber, TLoad>(
        ReadOnlySpan<float> x, int rows, int inner, ReadOnlySpan<TNumber> panels, int columns, Span<float> y)
        where TNumber : unmanaged
        where TLoad : IPanelLoad<TNumber>
    {
        Debug.Assert(Fit(x, rows, inner, panels, columns, y));
        if (columns == 0) return;
        fixed (float* px = x, py = y)
        fixed (TNumber* p = panels)
        {
            // A last row alone goes through all panels four at a time, and a last panel without a second one through the narrower tile.
            int whole = rows % PanelTile512<TNumber, TLoad>.Rows == 1 ? rows - 1 : rows;
            int pairs = Math.Min(
                columns, (int)(Padded(columns) / PanelTile512<TNumber, TLoad>.Columns * PanelTile512<TNumber, TLoad>.Columns));
            Tiles<TNumber, TLoad, PanelTile512<TNumber, TLoad>, PanelTile512<float, LoadSingle>>(
                px, whole, inner, p, 0, pairs, py, columns);
            Tiles<TNumber, TLoad, PanelTile256<TNumber, TLoad>, PanelTile256<float, LoadSingle>>(
                px, whole, inner, p, pairs, columns, py, columns);
            if (whole < rows) PanelRow512<TNumber, TLoad>.Run(px + ((nint)whole * inner), inner, p, columns, py + ((nint)whole * columns));
        }
    }

    public static void RunVector256<TNumber, TLoad>(
        ReadOnlySpan<float> x, int rows, int inner, ReadOnlySpan<TNumber> panels, int columns, Span<float> y)
        where TNumber : unmanaged
        where TLoad : IPanelLoad<TNumber>
    {
        Debug.Assert(Fit(x, rows, inner, panels, columns, y));
        if (columns == 0) return;
        fixed (float* px = x, py = y)
        fixed (TNumber* p = panels)
        {
            int whole = rows % PanelTile256<TNumber, TLoad>.Rows == 1 ? rows - 1 : rows;
            Tiles<TNumber, TLoad, PanelTile256<TNumber, TLoad>, PanelTile256<float, LoadSingle>>(
                px, whole, inner, p, 0, columns, py, columns);
            if (whole < rows) PanelRow256<TNumber, TLoad>.Run(px + ((nint)whole * inner), inner, p, columns, py + ((nint)whole * columns));
        }
    }

    public static void RunVector128<TNumber, TLoad>(
        ReadOnlySpan<float> x, int rows, int inner, ReadOnlySpan<TNumber> panels, int columns, Span<float> y)
        where TNumber : unmanaged
        where TLoad : IPanelLoad<TNumber>
    {
        Debug.Assert(Fit(x, rows, inner, panels, columns, y));
        if (columns == 0) return;
        fixed (float* px = x, py = y)
        fixed (TNumber* p = panels)
        {
            int whole = rows % PanelTile128<TNumber, TLoad>.Rows == 1 ? rows - 1 : rows;
            Tiles<TNumber, TLoad, PanelTile128<TNumber, TLoad>, PanelTile128<float, LoadSingle>>(
                px, whole, inner, p, 0, columns, py, columns);
            if (whole < rows) PanelRow128<TNumber, TLoad>.Run(px + ((nint)whole * inner), inner, p, columns, py + ((nint)whole * columns));
        }
    }

    /// <summary>Says that the line at p will be read: panels are too short for the processor to see it coming. p may be anywhere.</summary>
    public static void Prefetch(void* p)
    {
        if (Sse.IsSupported) Sse.Prefetch0(p);
    }

    /// <summary>Stored numbers as fp32.</summary>
    public static void Widen<TNumber, TLoad>(ReadOnlySpan<TNumber> from, Span<float> to)
        where TNumber : unmanaged
        where TLoad : IPanelLoad<TNumber>
    {
        Debug.Assert(to.Length >= from.Length);
        fixed (TNumber* p = from)
        fixed (float* y = to)
        {
            int i = 0;
            if (Vector256.IsHardwareAccelerated)
            {
                for (; i <= from.Length - Vector256<float>.Count; i += Vector256<float>.Count) TLoad.Load8(p + i).Store(y + i);
            }

            for (; i <= from.Length - Vector128<float>.Count; i += Vector128<float>.Count) TLoad.Load4(p + i).Store(y + i);
            for (; i < from.Length; i++) y[i] = TLoad.Load1(p[i]);
        }
    }

    private static bool Fit<TNumber>(
        ReadOnlySpan<float> x, int rows, int inner, ReadOnlySpan<TNumber> panels, int columns, Span<float> y) =>
        x.Length >= rows * inner && y.Length >= rows * columns && panels.Length >= inner * Padded(columns);

    // Columns first..end - 1, a tile's width at a time, all rows at each.
    [SkipLocalsInit]
    private static void Tiles<TNumber, TLoad, TTile, TSingleTile>(
        float* x, int rows, int inner, TNumber* panels, int first, int end, float* y, nint stride)
        where TNumber : unmanaged
        where TLoad : IPanelLoad<TNumber>
        where TTile : IPanelTile<TNumber>
        where TSingleTile : IPanelTile<float>
    {
        int panelsAtOnce = Math.Max(1, TTile.Columns / PanelColumns);
        bool widens = TLoad.IsSlow && rows > TTile.Rows && inner <= MostWidened / (panelsAtOnce * PanelColumns);
        int length = widens ? panelsAtOnce * PanelColumns * inner : 0;
        float* wide = stackalloc float[length];
        for (int column = first; column < end; column += TTile.Columns)
        {
            int at = column % PanelColumns, width = Math.Min(TTile.Columns, end - column);
            TNumber* panel = panels + ((nint)(column - at) * inner);
            if (widens)
            {
                if (at == 0) Widen<TNumber, TLoad>(new ReadOnlySpan<TNumber>(panel, length), new Span<float>(wide, length));
                Strips<float, TSingleTile>(x, rows, inner, wide + at, width, y + column, stride);
            }
            else
            {
                Strips<TNumber, TTile>(x, rows, inner, panel + at, width, y + column, stride);
            }
        }
    }

    // All rows at the columns of one tile, as many of them as width says.
    [SkipLocalsInit]
    private static void Strips<TNumber, TTile>(float* x, int rows, int inner, TNumber* p, int width, float* y, nint stride)
        where TNumber : unmanaged
        where TTile : IPanelTile<TNumber>
    {
        float* edge = stackalloc float[TTile.Rows * TTile.Columns];
        for (int row = 0; row < rows; row += TTile.Rows, x += (nint)TTile.Rows * inner, y += TTile.Rows * stride)
        {
            int last = Math.Min(TTile.Rows, rows - row) - 1;
            if (width == TTile.Columns)
            {
                TTile.Run(x, last, inner, p, y, stride);
                continue;
            }

            TTile.Run(x, last, inner, p, edge, TTile.Columns);
            for (int r = 0; r <= last; r++)
                new ReadOnlySpan<float>(edge + (r * TTile.Columns), width).CopyTo(new Span<float>(y + (r * stride), width));
        }
    }
}
