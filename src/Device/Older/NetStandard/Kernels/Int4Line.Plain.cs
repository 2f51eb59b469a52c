namespace OnDeviceRec.Kernels;

/// <summary>A number at a time.</summary>
internal static partial class Int4Line
{
    /// <summary>Lines as panels of signed bytes.</summary>
    public static void Expand(ReadOnlySpan<ulong> lines, Span<sbyte> panels)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            Span<sbyte> panel = panels.Slice(i * PanelProduct.PanelColumns, PanelProduct.PanelColumns);
            for (int column = 0; column < panel.Length; column++) panel[column] = (sbyte)Get(lines[i], column);
        }
    }
}
