using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Format;

/// <summary>The numbers of a section: checked when they are read.</summary>
internal static class SectionNumbers
{
    internal const float LargestInt8 = 127;
    internal const float LargestInt4 = 7;

    /// <exception cref="ModelFormatException">A number is not finite, or there is something where nothing belongs.</exception>
    public static void Check(ModelSection section, ReadOnlySpan<byte> bytes)
    {
        if (section.Matrix is not { } shape)
        {
            CheckFinite(section, MemoryMarshal.Cast<byte, float>(bytes));
            return;
        }

        ReadOnlySpan<byte> scales = bytes[..(int)shape.ScaleBytes(section.Element)], panels = bytes[scales.Length..];
        switch (section.Element)
        {
            case ElementType.Float32:
                CheckFinite(section, MemoryMarshal.Cast<byte, float>(panels));
                CheckPadding<float>(section, shape, shape.Inner, panels);
                break;
            case ElementType.Float16:
                CheckFinite(section, MemoryMarshal.Cast<byte, ushort>(panels));
                CheckPadding<ushort>(section, shape, shape.Inner, panels);
                break;
            case ElementType.BinaryCodes:
                CheckPadding<byte>(section, shape, CodePanels.Lines(shape.Inner), panels);
                if (!CodePanels.IsWhole(panels, shape.Inner))
                    throw Bad(section, $"there are bits behind row {shape.Inner}");
                break;
            case ElementType.Int4:
                CheckScales(section, MemoryMarshal.Cast<byte, float>(scales), shape.Inner, LargestInt4);
                CheckInt4(section, shape, MemoryMarshal.Cast<byte, ulong>(panels));
                break;
            default:
                CheckScales(section, MemoryMarshal.Cast<byte, float>(scales), shape.Rows, LargestInt8);
                int bad = panels.IndexOf(unchecked((byte)sbyte.MinValue));
                if (bad >= 0) throw TooLow(section, bad, sbyte.MinValue);
                CheckPadding<sbyte>(section, shape, shape.Inner, panels);
                break;
        }
    }

    private static void CheckFinite(ModelSection section, ReadOnlySpan<float> numbers)
    {
        int bad = Finite.FirstBad(numbers);
        if (bad >= 0) throw Bad(section, $"number {bad} is {numbers[bad]}");
    }

    private static void CheckFinite(ModelSection section, ReadOnlySpan<ushort> halves)
    {
        const ushort HalfExponent = 0x7C00;
        ReadOnlySpan<Vector<ushort>> vectors = MemoryMarshal.Cast<ushort, Vector<ushort>>(halves);
        var exponent = new Vector<ushort>(HalfExponent);
        int i = 0;
        while (i < vectors.Length && !Vector.EqualsAny(vectors[i] & exponent, exponent)) i++;
        for (i *= Vector<ushort>.Count; i < halves.Length; i++)
        {
            if ((halves[i] & HalfExponent) == HalfExponent)
                throw Bad(section, $"number {i} is {(float)BitConverter.UInt16BitsToHalf(halves[i])}");
        }
    }

    // Of which every multiple that a number can be is finite.
    internal static bool IsScale(float scale, float largest) => scale >= 0 && float.IsFinite(scale * largest);

    private static void CheckScales(ModelSection section, ReadOnlySpan<float> scales, int count, float largest)
    {
        for (int i = 0; i < scales.Length; i++)
        {
            bool isRight = i < count ? IsScale(scales[i], largest) : BitConverter.SingleToInt32Bits(scales[i]) == 0;
            if (!isRight) throw Bad(section, $"scale {i} of {count} is {scales[i]}");
        }
    }

    // The last panel's columns that P does not have.
    private static void CheckPadding<T>(ModelSection section, MatrixShape shape, int lines, ReadOnlySpan<byte> panels)
        where T : unmanaged
    {
        int used = shape.Outer % PanelProduct.PanelColumns;
        if (used == 0) return;
        int line = PanelProduct.PanelColumns * Unsafe.SizeOf<T>();
        for (ReadOnlySpan<byte> last = panels[^(lines * line)..]; last.Length > 0; last = last[line..])
        {
            if (last[(used * Unsafe.SizeOf<T>())..line].ContainsAnyExcept((byte)0)) throw Behind(section, shape);
        }
    }

    private static void CheckInt4(ModelSection section, MatrixShape shape, ReadOnlySpan<ulong> lines)
    {
        // Lines that are made bytes at once to look for what may not be among them.
        const int ExpandedLines = 64;
        const sbyte LowestInt4 = -8;
        Span<sbyte> expanded = stackalloc sbyte[ExpandedLines * PanelProduct.PanelColumns];
        int used = shape.Outer % PanelProduct.PanelColumns, padded = used == 0 ? lines.Length : lines.Length - shape.Inner;
        for (int first = 0, count; first < lines.Length; first += count)
        {
            count = Math.Min(ExpandedLines, lines.Length - first);
            Int4Line.Expand(lines.Slice(first, count), expanded);
            int bad = expanded[..(count * PanelProduct.PanelColumns)].IndexOf(LowestInt4);
            if (bad >= 0) throw TooLow(section, ((long)first * PanelProduct.PanelColumns) + bad, LowestInt4);
            for (int line = Math.Max(0, padded - first); line < count; line++)
            {
                if (expanded.Slice((line * PanelProduct.PanelColumns) + used, PanelProduct.PanelColumns - used).ContainsAnyExcept((sbyte)0))
                    throw Behind(section, shape);
            }
        }
    }

    private static ModelFormatException TooLow(ModelSection section, long at, int number) =>
        Bad(section, $"number {at} is {number}, expected {number + 1}..{~number}");

    private static ModelFormatException Behind(ModelSection section, MatrixShape shape) =>
        Bad(section, $"there are numbers behind column {shape.Outer}");

    private static ModelFormatException Bad(ModelSection section, string what) => new($"{section.Name}: {what}.");
}
