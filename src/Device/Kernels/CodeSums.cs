namespace OnDeviceRec.Kernels;

/// <summary>
/// The product of <see cref="CodePanels"/> in whole steps, from below: N[n] = Σ_j ⌊(T_j[c] − min T_j) / step⌋ over the tables T_j of
/// sixteen sums, c being the half byte that column n has for the j-th. A table is sixteen bytes, so that one instruction looks up a half
/// byte of every column of a panel; <see cref="CodeSteps"/> says what the product can be. The same N come out whatever the vectors are.
/// </summary>
internal static partial class CodeSums
{
    /// <summary>The most lines of a panel: the tables of more could reach beyond 65,535.</summary>
    public const int MaxLines = 128;

    private const int Width = PanelProduct.PanelColumns, LinesOfGroup = 4, GroupBytes = LinesOfGroup * Width;

    /// <summary>
    /// Bytes of the tables, filled up to groups of four lines: the four tables of the lower halves of their bytes, then the four of the
    /// upper halves.
    /// </summary>
    public static int TableBytes(int lines) => (lines + LinesOfGroup - 1) / LinesOfGroup * 2 * GroupBytes;

    /// <summary>Where the table of half <paramref name="j"/> of a column starts: of line j / 2, its lower half where j is even.</summary>
    public static int TableAt(int j) => LowerAt(j / 2) + (j % 2 * GroupBytes);

    // Lines before, and again those of whole groups before, whose upper tables are behind the lower ones.
    private static int LowerAt(int line) => Width * (line + (line & -LinesOfGroup));
}
