namespace OnDeviceRec.Kernels;

/// <summary>The sums, a line after the other: both tables of a line meet its sixteen columns.</summary>
internal static partial class CodeSums
{
    /// <summary>N of the columns of whole panels.</summary>
    /// <param name="tables">of <see cref="TableBytes"/></param>
    /// <param name="panels">as <see cref="CodePanels"/> has them, as many as there are sums for, or more</param>
    /// <param name="lines">lines of a panel, at most <see cref="MaxLines"/></param>
    /// <param name="sums">16 for each panel, overwritten</param>
    public static void Run(ReadOnlySpan<byte> tables, ReadOnlySpan<byte> panels, int lines, Span<ushort> sums)
    {
        sums.Clear();
        for (; sums.Length > 0; sums = sums[Width..], panels = panels[(lines * Width)..])
        {
            for (int i = 0; i < lines; i++)
            {
                ReadOnlySpan<byte> line = panels.Slice(i * Width, Width);
                ReadOnlySpan<byte> lower = tables.Slice(TableAt(2 * i), 16), upper = tables.Slice(TableAt((2 * i) + 1), 16);
                for (int column = 0; column < line.Length; column++)
                    sums[column] += (ushort)(lower[line[column] & 15] + upper[line[column] >> 4]);
            }
        }
    }
}
