using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnDeviceRec.Kernels;

/// <summary>The product, a panel at a time where vectors have 256 bits or more, elsewhere column by column.</summary>
internal static unsafe partial class CodePanels
{
    /// <summary>The first columns of the product.</summary>
    /// <param name="tables">of <see cref="MakeTables"/></param>
    /// <param name="panels">P, packed; it may have more columns</param>
    /// <param name="y">[columns], overwritten</param>
    public static void Run(ReadOnlySpan<float> tables, ReadOnlySpan<byte> panels, Span<float> y)
    {
        const int Width = PanelProduct.PanelColumns;
        int lines = tables.Length / (2 * Sums), column = 0;
        Debug.Assert(panels.Length >= PanelProduct.Padded(y.Length) * lines);
        if (Vector256.IsHardwareAccelerated)
        {
            fixed (float* sums = tables, to = y)
            fixed (byte* codes = panels)
            {
                for (; column <= y.Length - Width; column += Width)
                {
                    if (Vector512.IsHardwareAccelerated) Panel512(sums, codes + ((nint)column * lines), lines, to + column);
                    else Panel256(sums, codes + ((nint)column * lines), lines, to + column);
                }
            }
        }

        for (; column < y.Length; column++) y[column] = Column(tables, panels, column);
    }

    private static void Panel512(float* tables, byte* line, int lines, float* y)
    {
        Vector512<float> sum = default;
        for (int i = 0; i < lines; i++, line += PanelProduct.PanelColumns, tables += 2 * Sums)
        {
            Vector512<int> code = Avx512F.ConvertToVector512Int32(Vector128.Load(line));
            sum += Avx512F.PermuteVar16x32(Vector512.Load(tables), code);
            sum += Avx512F.PermuteVar16x32(Vector512.Load(tables + Sums), code >> TableRows);
        }

        sum.Store(y);
    }

    private static void Panel256(float* tables, byte* line, int lines, float* y)
    {
        Vector256<float> left = default, right = default;
        for (int i = 0; i < lines; i++, line += PanelProduct.PanelColumns, tables += 2 * Sums)
        {
            Vector256<int> code = Avx2.ConvertToVector256Int32(line), other = Avx2.ConvertToVector256Int32(line + 8);
            left = left + Look(tables, code) + Look(tables + Sums, code >> TableRows);
            right = right + Look(tables, other) + Look(tables + Sums, other >> TableRows);
        }

        left.Store(y);
        right.Store(y + 8);
    }

    // The fourth bit of a code chooses between the halves of a table.
    private static Vector256<float> Look(float* table, Vector256<int> code) => Avx.BlendVariable(
        Avx2.PermuteVar8x32(Vector256.Load(table), code), Avx2.PermuteVar8x32(Vector256.Load(table + 8), code), (code << 28).AsSingle());
}
