using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>
/// Y[m, n] = Σ_k X[m, k] P[k, n] for a P that is known long before: it is packed once, in fp32, fp16 or int8 (<see cref="IPanelLoad{TNumber}"/>).
/// <para>
/// Packed: panels of 16 columns, panel p is [k][16], one behind the other, zeros where columns end; a product reads them from first to last.
/// Tiles of 6 rows stay in registers (<see cref="PanelTile256{TNumber, TLoad}"/>). The sum over k is one chain per number, in ascending
/// order, whatever rows and columns stand around it: the same numbers come out for one row and for many.
/// </para>
/// </summary>
internal static unsafe class PanelProduct
{
    public const int TileRows = 6;

    public const int PanelColumns = 16;

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
    public static void Run<TNumber, TLoad>(ReadOnlySpan<float> x, int rows, int inner, ReadOnlySpan<TNumber> panels, int columns, Span<float> y)
        where TNumber : unmanaged
        where TLoad : IPanelLoad<TNumber>
    {
        if (Vector256.IsHardwareAccelerated)
            RunVector256<TNumber, TLoad>(x, rows, inner, panels, columns, y);
        else
            RunVector128<TNumber, TLoad>(x, rows, inner, panels, columns, y);
    }

    public static void RunVector256<TNumber, TLoad>(ReadOnlySpan<float> x, int rows, int inner, ReadOnlySpan<TNumber> panels, int columns, Span<float> y)
        where TNumber : unmanaged
        where TLoad : IPanelLoad<TNumber>
    {
        // A last row alone goes through all panels four at a time.
        int whole = rows % TileRows == 1 ? rows - 1 : rows;
        Strips<TNumber, PanelTile256<TNumber, TLoad>>(x, whole, inner, panels, columns, y);
        if (whole == rows || columns == 0) return;
        fixed (float* px = x[(whole * inner)..], py = y[(whole * columns)..])
        fixed (TNumber* p = panels)
            PanelRow256<TNumber, TLoad>.Run(px, inner, p, columns, py);
    }

    public static void RunVector128<TNumber, TLoad>(ReadOnlySpan<float> x, int rows, int inner, ReadOnlySpan<TNumber> panels, int columns, Span<float> y)
        where TNumber : unmanaged
        where TLoad : IPanelLoad<TNumber> =>
        Strips<TNumber, PanelTile128<TNumber, TLoad>>(x, rows, inner, panels, columns, y);

    private static void Strips<TNumber, TTile>(ReadOnlySpan<float> x, int rows, int inner, ReadOnlySpan<TNumber> panels, int columns, Span<float> y)
        where TNumber : unmanaged
        where TTile : IPanelTile<TNumber>
    {
        Debug.Assert(x.Length >= rows * inner && y.Length >= rows * columns && panels.Length >= inner * Padded(columns));
        float* edge = stackalloc float[TileRows * PanelColumns];
        fixed (float* px = x, py = y)
        fixed (TNumber* pp = panels)
        {
            for (int row = 0; row < rows; row += TileRows)
            {
                int last = Math.Min(TileRows, rows - row) - 1;
                float* strip = px + ((nint)row * inner), to = py + ((nint)row * columns);
                for (int column = 0; column < columns; column += TTile.Columns)
                {
                    TNumber* p = pp + ((nint)(column / PanelColumns) * PanelColumns * inner) + (column % PanelColumns);
                    int width = columns - column;
                    if (width >= TTile.Columns)
                    {
                        TTile.Run(strip, last, inner, p, to + column, columns);
                        continue;
                    }

                    TTile.Run(strip, last, inner, p, edge, TTile.Columns);
                    for (int r = 0; r <= last; r++)
                        new ReadOnlySpan<float>(edge + (r * TTile.Columns), width).CopyTo(new Span<float>(to + ((nint)r * columns) + column, width));
                }
            }
        }
    }
}
