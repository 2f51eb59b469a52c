namespace OnDeviceRec.Kernels;

/// <summary>
/// A row of a panel in int4, 16 columns in eight bytes: byte b has column b in its low half and column b + 8 in its high half, two's
/// complement.
/// </summary>
internal static partial class Int4Line
{
    /// <summary>The number of a column.</summary>
    public static int Get(ulong line, int column) => (int)((long)(line << (60 - Bit(column))) >> 60);

    /// <summary>A line of zeros but for the number of one column.</summary>
    public static ulong Of(int number, int column) => (ulong)(number & 15) << Bit(column);

    private static int Bit(int column) => (column % 8 * 8) + (column / 8 * 4);
}
