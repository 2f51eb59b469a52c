using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnDeviceRec.Kernels;

/// <summary>
/// The product with the widest vectors of the machine. All rows of X meet a panel in tiles that stay in registers
/// (<see cref="PanelTile{TNumber, TLoad, TVector}"/>).
/// </summary>
internal static unsafe partial class PanelProduct
{
    // Numbers whose making fp32 is slow are widened once for all rows, on the stack, unless a panel is longer than this (32 KiB).
    private const int MostWidened = 8192;

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
        where TLoad : struct, IPanelLoad<TNumber>
    {
        if (Vector512.IsHardwareAccelerated) Run<TNumber, TLoad, Vector512<float>>(x, rows, inner, panels, columns, y);
        else if (Vector256.IsHardwareAccelerated) Run<TNumber, TLoad, Vector256<float>>(x, rows, inner, panels, columns, y);
        else Run<TNumber, TLoad, Vector128<float>>(x, rows, inner, panels, columns, y);
    }

    /// <summary>The same with the vectors given.</summary>
    public static void Run<TNumber, TLoad, TVector>(
        ReadOnlySpan<float> x, int rows, int inner, ReadOnlySpan<TNumber> panels, int columns, Span<float> y)
        where TNumber : unmanaged
        where TLoad : struct, IPanelLoad<TNumber>
        where TVector : unmanaged
    {
        Debug.Assert(x.Length >= rows * inner && y.Length >= rows * columns && panels.Length >= inner * Padded(columns));
        if (columns == 0) return;
        fixed (float* px = x, py = y)
        fixed (TNumber* p = panels)
        {
            // A last row alone goes through all panels four at a time, and a last panel without a second one through a narrower tile.
            int whole = rows % PanelTile<TNumber, TLoad, TVector>.Rows == 1 ? rows - 1 : rows;
            int wide = PanelVector<TVector>.IsWholePanel ? Math.Min(columns, (int)Padded(columns) & -(2 * PanelColumns)) : columns;
            Tiles<TNumber, TLoad, TVector>(px, whole, inner, p, 0, wide, py, columns);
            if (wide < columns) Tiles<TNumber, TLoad, Vector256<float>>(px, whole, inner, p, wide, columns, py, columns);
            if (whole < rows)
                PanelRow<TNumber, TLoad, TVector>.Run(px + ((nint)whole * inner), inner, p, columns, py + ((nint)whole * columns));
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
        where TLoad : struct, IPanelLoad<TNumber>
    {
        Debug.Assert(to.Length >= from.Length);
        TLoad load = default;
        fixed (TNumber* p = from)
        fixed (float* y = to)
        {
            int i = 0;
            if (Vector256.IsHardwareAccelerated)
            {
                for (; i <= from.Length - Vector256<float>.Count; i += Vector256<float>.Count) load.Load8(p + i).Store(y + i);
            }

            for (; i <= from.Length - Vector128<float>.Count; i += Vector128<float>.Count) load.Load4(p + i).Store(y + i);
            for (; i < from.Length; i++) y[i] = load.Load1(p[i]);
        }
    }

    // Columns first..end - 1, a tile's width at a time, all rows at each.
    [SkipLocalsInit]
    private static void Tiles<TNumber, TLoad, TVector>(
        float* x, int rows, int inner, TNumber* panels, int first, int end, float* y, nint stride)
        where TNumber : unmanaged
        where TLoad : struct, IPanelLoad<TNumber>
        where TVector : unmanaged
    {
        int columns = PanelTile<TNumber, TLoad, TVector>.Columns, panelsAtOnce = Math.Max(1, columns / PanelColumns);
        bool widens = default(TLoad).IsSlow && rows > PanelTile<TNumber, TLoad, TVector>.Rows
            && inner <= MostWidened / (panelsAtOnce * PanelColumns);
        int length = widens ? panelsAtOnce * PanelColumns * inner : 0;
        float* wide = stackalloc float[length];
        for (int column = first; column < end; column += columns)
        {
            int at = column % PanelColumns, width = Math.Min(columns, end - column);
            TNumber* panel = panels + ((nint)(column - at) * inner);
            if (widens)
            {
                if (at == 0) Widen<TNumber, TLoad>(new ReadOnlySpan<TNumber>(panel, length), new Span<float>(wide, length));
                Strips<float, LoadSingle, TVector>(x, rows, inner, wide + at, width, y + column, stride);
            }
            else
            {
                Strips<TNumber, TLoad, TVector>(x, rows, inner, panel + at, width, y + column, stride);
            }
        }
    }

    // All rows at the columns of one tile, as many of them as width says.
    [SkipLocalsInit]
    private static void Strips<TNumber, TLoad, TVector>(float* x, int rows, int inner, TNumber* p, int width, float* y, nint stride)
        where TNumber : unmanaged
        where TLoad : struct, IPanelLoad<TNumber>
        where TVector : unmanaged
    {
        int height = PanelTile<TNumber, TLoad, TVector>.Rows, columns = PanelTile<TNumber, TLoad, TVector>.Columns;
        float* edge = stackalloc float[height * columns];
        for (int row = 0; row < rows; row += height, x += (nint)height * inner, y += height * stride)
        {
            int last = Math.Min(height, rows - row) - 1;
            if (width == columns)
            {
                PanelTile<TNumber, TLoad, TVector>.Run(x, last, inner, p, y, stride);
                continue;
            }

            PanelTile<TNumber, TLoad, TVector>.Run(x, last, inner, p, edge, columns);
            for (int r = 0; r <= last; r++)
                new ReadOnlySpan<float>(edge + (r * columns), width).CopyTo(new Span<float>(y + (r * stride), width));
        }
    }
}
