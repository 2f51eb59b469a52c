using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnDeviceRec.Kernels;

/// <summary>
/// Y[n] = Σ_k X[k] P[k, n] for a P of signs, one bit a number, 1 for +1 and 0 for −1.
/// <para>
/// Packed: panels of 16 columns, a panel is lines of eight k, a line is 16 bytes: that of column n has the sign of k in bit k mod 8. Bits
/// of k and n that P does not have are 0. Four x have sixteen sums, one for each choice of their signs: these are made once, and a half of
/// a byte says which one to add, so that four multiply-adds are one look-up and one addition. The sums are added in ascending order of k
/// whatever the vectors are.
/// </para>
/// </summary>
internal static unsafe class CodePanels
{
    public const int LineRows = 8;

    // Rows that one table of sums is for, and the sums in it.
    private const int TableRows = 4, Sums = 1 << TableRows;

    /// <summary>Lines of a panel.</summary>
    public static int Lines(int inner) => (inner + LineRows - 1) / LineRows;

    /// <summary>Bytes of all panels.</summary>
    public static long Bytes(int inner, long columns) => PanelProduct.Padded(columns) * Lines(inner);

    /// <summary>The byte with the sign P[k, n].</summary>
    public static int Index(int inner, int k, int n) =>
        (((n / PanelProduct.PanelColumns * Lines(inner)) + (k / LineRows)) * PanelProduct.PanelColumns) + (n % PanelProduct.PanelColumns);

    /// <summary>+1 or −1.</summary>
    public static float Get(ReadOnlySpan<byte> panels, int inner, int k, int n) =>
        ((panels[Index(inner, k, n)] >> (k % LineRows)) & 1) == 0 ? -1 : 1;

    /// <summary>Whether there is nothing behind the last k.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> panels, int inner)
    {
        int lines = Lines(inner), left = inner % LineRows;
        for (int at = (lines - 1) * PanelProduct.PanelColumns; left > 0 && at < panels.Length; at += lines * PanelProduct.PanelColumns)
        {
            foreach (byte line in panels.Slice(at, PanelProduct.PanelColumns))
            {
                if (line >> left != 0) return false;
            }
        }

        return true;
    }

    /// <summary>Floats that <see cref="Run"/> needs beside.</summary>
    public static int Scratch(int inner) => Lines(inner) * 2 * Sums;

    /// <summary>The first columns of the product.</summary>
    /// <param name="x">[inner]</param>
    /// <param name="panels">P, packed; it may have more columns</param>
    /// <param name="y">[columns], overwritten</param>
    /// <param name="scratch">of <see cref="Scratch"/></param>
    public static void Run(ReadOnlySpan<float> x, ReadOnlySpan<byte> panels, Span<float> y, Span<float> scratch)
    {
        const int Width = PanelProduct.PanelColumns;
        int lines = Lines(x.Length);
        Debug.Assert(panels.Length >= Bytes(x.Length, y.Length) && scratch.Length >= Scratch(x.Length));
        MakeTables(x, scratch);
        float* panel = stackalloc float[Width];
        fixed (float* tables = scratch)
        fixed (byte* codes = panels)
        {
            byte* at = codes;
            for (int column = 0; column < y.Length; column += Width, at += lines * Width)
            {
                if (Vector512.IsHardwareAccelerated) Panel512(tables, at, lines, panel);
                else if (Vector256.IsHardwareAccelerated) Panel256(tables, at, lines, panel);
                else PanelOfOnes(tables, at, lines, panel);
                int count = Math.Min(Width, y.Length - column);
                new ReadOnlySpan<float>(panel, count).CopyTo(y.Slice(column, count));
            }
        }
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

    private static void PanelOfOnes(float* tables, byte* line, int lines, float* y)
    {
        for (int n = 0; n < PanelProduct.PanelColumns; n++)
        {
            float sum = 0;
            for (int i = 0; i < lines; i++)
            {
                int code = line[(i * PanelProduct.PanelColumns) + n];
                float* sums = tables + (i * 2 * Sums);
                sum = sum + sums[code % Sums] + sums[Sums + (code / Sums)];
            }

            y[n] = sum;
        }
    }

    // The fourth bit of a code chooses between the halves of a table.
    private static Vector256<float> Look(float* table, Vector256<int> code) => Avx.BlendVariable(
        Avx2.PermuteVar8x32(Vector256.Load(table), code), Avx2.PermuteVar8x32(Vector256.Load(table + 8), code), (code << 28).AsSingle());

    private static void MakeTables(ReadOnlySpan<float> x, Span<float> tables)
    {
        for (int at = 0; at < Scratch(x.Length); at++)
        {
            (int first, int code) = Math.DivRem(at, Sums);
            float sum = 0;
            for (int i = 0; i < TableRows; i++)
            {
                int k = (first * TableRows) + i;
                if (k < x.Length) sum += (code >> i & 1) == 0 ? -x[k] : x[k];
            }

            tables[at] = sum;
        }
    }
}
