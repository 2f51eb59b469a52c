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
internal static partial class CodePanels
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

    /// <summary>The signs of column n, +1 or −1.</summary>
    /// <param name="panels">P, packed</param>
    /// <param name="n">the column</param>
    /// <param name="y">[inner], overwritten</param>
    public static void ReadColumn(ReadOnlySpan<byte> panels, int n, Span<float> y)
    {
        panels = panels[Index(y.Length, 0, n)..];
        for (int k = 0; k < y.Length; k++)
            y[k] = ((panels[k / LineRows * PanelProduct.PanelColumns] >> (k % LineRows)) & 1) == 0 ? -1 : 1;
    }

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

    /// <summary>Floats of the tables of sums.</summary>
    public static int Scratch(int inner) => Lines(inner) * 2 * Sums;

    /// <summary>
    /// The sums of both halves of every line's eight x, sixteen a half: that of a line's lower half c at 32·line + c, of its upper half at
    /// 32·line + 16 + c.
    /// </summary>
    /// <param name="x">[inner]</param>
    /// <param name="tables">of <see cref="Scratch"/>, overwritten</param>
    public static void MakeTables(ReadOnlySpan<float> x, Span<float> tables)
    {
        for (int k = 0; k < tables.Length / Sums * TableRows; k++)
        {
            // Rows before k have made the first sums of the table, a power of two: without x[k], and with it.
            Span<float> table = tables.Slice(k / TableRows * Sums, Sums);
            int made = 1 << (k % TableRows);
            float term = k < x.Length ? x[k] : 0;
            if (made == 1) table[0] = 0;
            for (int code = 0; code < made; code++) (table[code], table[made + code]) = (table[code] - term, table[code] + term);
        }
    }

    /// <summary>Column n of the product, the same number that <see cref="Run"/> has there.</summary>
    /// <param name="tables">of <see cref="MakeTables"/></param>
    /// <param name="panels">P, packed</param>
    /// <param name="n">the column</param>
    public static float Column(ReadOnlySpan<float> tables, ReadOnlySpan<byte> panels, int n)
    {
        const int Width = PanelProduct.PanelColumns;
        int at = (n / Width * (tables.Length / (2 * Sums)) * Width) + (n % Width);
        float sum = 0;
        for (int table = 0; table < tables.Length; table += 2 * Sums, at += Width)
            sum = sum + tables[table + (panels[at] % Sums)] + tables[table + Sums + (panels[at] / Sums)];
        return sum;
    }
}
