using System.Diagnostics;
using System.Runtime.InteropServices;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Format;

/// <summary>
/// A matrix of a model file where it lies, [R, I, J, S], seen as P[(j, r), (i, s)]; see <see cref="MatrixShape"/>. Immutable.
/// </summary>
internal sealed class PackedMatrix
{
    // Columns of an int4 matrix that one row of X meets at once: as bytes they stay in the first-level cache.
    private const int ExpandedColumns = 128;

    // A thread's working memory for int4, kept for the next product.
    [ThreadStatic]
    private static byte[]? expanded;

    private readonly AlignedArray<byte> file;
    private readonly ModelSection section;
    private readonly MatrixShape shape;
    private readonly int scaleBytes;

    public PackedMatrix(AlignedArray<byte> file, ModelSection section)
    {
        (this.file, this.section, shape) = (file, section, section.Matrix!.Value);
        scaleBytes = (int)shape.ScaleBytes(section.Element);
    }

    /// <summary>J·R.</summary>
    public int Inner => shape.Inner;

    /// <summary>I·S.</summary>
    public int Outer => shape.Outer;

    /// <summary>J·R·S, the numbers of a row.</summary>
    public int RowLength => shape.Inner * shape.NextRank;

    /// <summary>Scales and panels.</summary>
    public ReadOnlySpan<byte> Bytes => file.Span.Slice((int)section.Offset, (int)section.Length);

    // One for each i where numbers are int8, one for each row of P where they are int4, else none.
    private ReadOnlySpan<float> Scales => MemoryMarshal.Cast<byte, float>(Bytes)[..shape.Scales(section.Element)];

    /// <summary>X times the columns of P from <paramref name="first"/> on; a row's result does not depend on the rows beside it.</summary>
    /// <remarks>For numbers; codes have a product of their own (<see cref="CodePanels"/>).</remarks>
    /// <param name="x">[rows, J·R]</param>
    /// <param name="rows">rows of X and Y</param>
    /// <param name="first">a multiple of 16</param>
    /// <param name="columns">columns of Y</param>
    /// <param name="y">[rows, columns], overwritten</param>
    public void Multiply(ReadOnlySpan<float> x, int rows, int first, int columns, Span<float> y)
    {
        switch (section.Element)
        {
            case ElementType.Float32:
                PanelProduct.Run<float, LoadSingle>(x, rows, Inner, Panels<float>(first), columns, y);
                break;
            case ElementType.Float16:
                PanelProduct.Run<Half, LoadHalf>(x, rows, Inner, Panels<Half>(first), columns, y);
                break;
            case ElementType.Int4:
                MultiplyInt4(x, rows, first, columns, y);
                break;
            default:
                PanelProduct.Run<sbyte, LoadInt8>(x, rows, Inner, Panels<sbyte>(first), columns, y);
                for (int row = 0; row < rows; row++) ApplyScales(first, y.Slice(row * columns, columns));
                break;
        }
    }

    /// <summary>What row i is made of: columns (i, 0)..(i, S − 1) of P, [J·R, S]. Of a weight [out, in] that is row i.</summary>
    public void ReadRow(int i, Span<float> y)
    {
        switch (section.Element)
        {
            case ElementType.Float32:
                Gather<float, LoadSingle>(i, y);
                break;
            case ElementType.Float16:
                Gather<Half, LoadHalf>(i, y);
                break;
            case ElementType.BinaryCodes:
                CodePanels.ReadColumn(Bytes, i, y[..Inner]);
                break;
            case ElementType.Int4:
                GatherInt4(i, y);
                break;
            default:
                Gather<sbyte, LoadInt8>(i, y);
                Scale.Run(Scales[i], y[..RowLength]);
                break;
        }
    }

    private ReadOnlySpan<T> Panels<T>(int firstColumn = 0)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes[scaleBytes..])[(firstColumn * Inner)..];

    // Lines of int4 from the panel of a column on.
    private ReadOnlySpan<ulong> Lines(int column) => Panels<ulong>()[(column / PanelProduct.PanelColumns * Inner)..];

    // (X·diag(s))·Q, where halves of bytes are made bytes first: a few columns at a time for one row, all of them for many.
    private void MultiplyInt4(ReadOnlySpan<float> x, int rows, int first, int columns, Span<float> y)
    {
        int block = rows == 1 ? Math.Min(ExpandedColumns, columns) : columns;
        int scaledBytes = rows * Inner * sizeof(float);
        int bytes = scaledBytes + ((int)PanelProduct.Padded(block) * Inner);
        if (expanded is null || expanded.Length < bytes) expanded = new byte[bytes];
        Span<float> scaled = MemoryMarshal.Cast<byte, float>(expanded.AsSpan(0, scaledBytes));
        Span<sbyte> panels = MemoryMarshal.Cast<byte, sbyte>(expanded.AsSpan(scaledBytes));
        for (int at = 0; at < scaled.Length; at += Inner)
            OnDeviceRec.Kernels.Multiply.Run(x.Slice(at, Inner), Scales, scaled.Slice(at, Inner));
        for (int at = 0; at < columns; at += block)
        {
            int count = Math.Min(block, columns - at);
            Int4Line.Expand(Lines(first + at)[..((int)PanelProduct.Padded(count) / PanelProduct.PanelColumns * Inner)], panels);
            PanelProduct.Run<sbyte, LoadInt8>(scaled, rows, Inner, panels, count, y[at..]);
        }
    }

    private void GatherInt4(int row, Span<float> y)
    {
        int width = shape.NextRank;
        ReadOnlySpan<float> scales = Scales;
        for (int s = 0; s < width; s++)
        {
            int n = (row * width) + s, column = n % PanelProduct.PanelColumns;
            ReadOnlySpan<ulong> lines = Lines(n);
            for (int k = 0, at = s; k < scales.Length; k++, at += width) y[at] = scales[k] * Int4Line.Get(lines[k], column);
        }
    }

    // Panel by panel: a row's columns may go on in the next one.
    private void Gather<T, TLoad>(int row, Span<float> y)
        where T : unmanaged
        where TLoad : struct, IPanelLoad<T>
    {
        int width = shape.NextRank, count;
        for (int column = 0; column < width; column += count)
        {
            int n = (row * width) + column;
            count = Math.Min(width - column, PanelProduct.PanelColumns - (n % PanelProduct.PanelColumns));
            ReadOnlySpan<T> panel = Panels<T>()[PanelProduct.PackedIndex(Inner, 0, n)..];
            for (int k = 0; k < Inner; k++)
                PanelProduct.Widen<T, TLoad>(panel.Slice(k * PanelProduct.PanelColumns, count), y[((k * width) + column)..]);
        }
    }

    private void ApplyScales(int first, Span<float> y)
    {
        int group = shape.NextRank;
        if (group == 1)
        {
            OnDeviceRec.Kernels.Multiply.Run(Scales.Slice(first, y.Length), y, y);
            return;
        }

        Debug.Assert(first % group == 0);
        for (int at = 0; at < y.Length; at += group) Scale.Run(Scales[(first + at) / group], y.Slice(at, Math.Min(group, y.Length - at)));
    }
}
