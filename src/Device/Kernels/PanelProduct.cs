using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>
/// Y[m, n] = Σ_k X[m, k] P[k, n] for a P that is known long before: it is packed once.
/// <para>
/// Packed: panels of 16 columns, panel p is [k][16], one behind the other, zeros where columns end; a product reads them from first to last.
/// Tile: 6 rows × 16 columns of Y in registers (12 accumulators, 2 of P, 1 of X with 256 bits). The sum over k is one chain per number, in
/// ascending order, whatever rows and columns stand around it: the same numbers come out for one row and for many. A single row takes
/// four panels at a time instead (8 accumulators), as one panel would wait for its two chains.
/// </para>
/// </summary>
internal static unsafe partial class PanelProduct
{
    public const int TileRows = 6;

    private const int PanelColumns = 16;

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
    public static void Run(ReadOnlySpan<float> x, int rows, int inner, ReadOnlySpan<float> panels, int columns, Span<float> y)
    {
        Debug.Assert(x.Length >= rows * inner && y.Length >= rows * columns && panels.Length >= inner * Padded(columns));
        if (Vector256.IsHardwareAccelerated)
            RunVector256(x, rows, inner, panels, columns, y);
        else
            RunVector128(x, rows, inner, panels, columns, y);
    }

    public static void RunVector256(ReadOnlySpan<float> x, int rows, int inner, ReadOnlySpan<float> panels, int columns, Span<float> y)
    {
        fixed (float* px = x, pp = panels, py = y)
        {
            int row = 0;
            for (; row < rows - 1; row += TileRows)
                StripVector256(px + ((nint)row * inner), Math.Min(TileRows, rows - row) - 1, inner, pp, columns, py + ((nint)row * columns));
            if (row < rows) RowVector256(px + ((nint)row * inner), inner, pp, columns, py + ((nint)row * columns));
        }
    }

    public static void RunVector128(ReadOnlySpan<float> x, int rows, int inner, ReadOnlySpan<float> panels, int columns, Span<float> y)
    {
        fixed (float* px = x, pp = panels, py = y)
        {
            for (int row = 0; row < rows; row += TileRows)
                StripVector128(px + ((nint)row * inner), Math.Min(TileRows, rows - row) - 1, inner, pp, columns, py + ((nint)row * columns));
        }
    }
}
