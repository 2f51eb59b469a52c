namespace OnDeviceRec.Kernels;

/// <summary>The product, column by column.</summary>
internal static partial class CodePanels
{
    /// <summary>The first columns of the product.</summary>
    /// <param name="tables">of <see cref="MakeTables"/></param>
    /// <param name="panels">P, packed; it may have more columns</param>
    /// <param name="y">[columns], overwritten</param>
    public static void Run(ReadOnlySpan<float> tables, ReadOnlySpan<byte> panels, Span<float> y)
    {
        for (int column = 0; column < y.Length; column++) y[column] = Column(tables, panels, column);
    }
}
