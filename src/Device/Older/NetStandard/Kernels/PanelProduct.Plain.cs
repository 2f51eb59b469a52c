namespace OnDeviceRec.Kernels;

/// <summary>The product, a row and a panel at a time: sixteen chains, each in ascending order of k.</summary>
internal static partial class PanelProduct
{
    /// <summary>The first <paramref name="columns"/> columns of the product.</summary>
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
        TLoad load = default;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> left = x.Slice(row * inner, inner);
            for (int first = 0; first < columns; first += PanelColumns)
            {
                Span<float> sums = y.Slice((row * columns) + first, Math.Min(PanelColumns, columns - first));
                sums.Clear();
                for (int k = 0; k < inner; k++)
                {
                    ReadOnlySpan<TNumber> line = panels.Slice((first * inner) + (k * PanelColumns), sums.Length);
                    for (int n = 0; n < sums.Length; n++) sums[n] = MathF.FusedMultiplyAdd(left[k], load.Load1(line[n]), sums[n]);
                }
            }
        }
    }

    /// <summary>Stored numbers as fp32.</summary>
    public static void Widen<TNumber, TLoad>(ReadOnlySpan<TNumber> from, Span<float> to)
        where TNumber : unmanaged
        where TLoad : struct, IPanelLoad<TNumber>
    {
        TLoad load = default;
        for (int i = 0; i < from.Length; i++) to[i] = load.Load1(from[i]);
    }
}
