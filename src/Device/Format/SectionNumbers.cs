using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Format;

/// <summary>The numbers of a section: written from fp32, and checked when they are read.</summary>
internal static class SectionNumbers
{
    private const float LargestInt8 = 127;
    private const ushort HalfExponent = 0x7C00;

    public static void Write(ModelSection section, ReadOnlySpan<float> values, Span<byte> bytes)
    {
        if (section.Matrix is not { } shape)
        {
            MemoryMarshal.AsBytes(values).CopyTo(bytes);
            return;
        }

        Span<byte> panels = bytes[(int)shape.ScaleBytes(section.Element)..];
        switch (section.Element)
        {
            case ElementType.Float32:
                Span<float> floats = MemoryMarshal.Cast<byte, float>(panels);
                foreach ((int at, int to, _) in new PackingOrder(shape)) floats[to] = values[at];
                break;
            case ElementType.Float16:
                Span<Half> halves = MemoryMarshal.Cast<byte, Half>(panels);
                foreach ((int at, int to, _) in new PackingOrder(shape))
                {
                    halves[to] = (Half)values[at];
                    if (!Half.IsFinite(halves[to])) throw new ArgumentException($"{section.Name}: number {at} is {values[at]}, too large for fp16.");
                }

                break;
            default:
                Span<sbyte> integers = MemoryMarshal.Cast<byte, sbyte>(panels);
                Span<float> scales = MemoryMarshal.Cast<byte, float>(bytes)[..shape.Rows];
                bytes.Clear();
                foreach ((int at, _, int row) in new PackingOrder(shape))
                {
                    scales[row] = Math.Max(scales[row], Math.Abs(values[at]) / LargestInt8);
                    if (!IsScale(scales[row])) throw new ArgumentException($"{section.Name}: number {at} is {values[at]}, too large for int8.");
                }

                foreach ((int at, int to, int row) in new PackingOrder(shape))
                {
                    if (scales[row] > 0) integers[to] = (sbyte)Math.Clamp(MathF.Round(values[at] / scales[row]), -LargestInt8, LargestInt8);
                }

                break;
        }
    }

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
                CheckPadding<float>(section, shape, panels);
                break;
            case ElementType.Float16:
                CheckFinite(section, MemoryMarshal.Cast<byte, ushort>(panels));
                CheckPadding<ushort>(section, shape, panels);
                break;
            default:
                CheckScales(section, MemoryMarshal.Cast<byte, float>(scales), shape.Rows);
                int bad = panels.IndexOf(unchecked((byte)sbyte.MinValue));
                if (bad >= 0) throw new ModelFormatException($"{section.Name}: number {bad} is -128, beyond int8's -127..127.");
                CheckPadding<sbyte>(section, shape, panels);
                break;
        }
    }

    private static void CheckFinite(ModelSection section, ReadOnlySpan<float> numbers)
    {
        int bad = Finite.FirstBad(numbers);
        if (bad >= 0) throw new ModelFormatException($"{section.Name}: number {bad} is {numbers[bad]}.");
    }

    private static void CheckFinite(ModelSection section, ReadOnlySpan<ushort> halves)
    {
        ReadOnlySpan<Vector<ushort>> vectors = MemoryMarshal.Cast<ushort, Vector<ushort>>(halves);
        var exponent = new Vector<ushort>(HalfExponent);
        int i = 0;
        while (i < vectors.Length && !Vector.EqualsAny(vectors[i] & exponent, exponent)) i++;
        for (i *= Vector<ushort>.Count; i < halves.Length; i++)
        {
            if ((halves[i] & HalfExponent) == HalfExponent)
                throw new ModelFormatException($"{section.Name}: number {i} is {(float)BitConverter.UInt16BitsToHalf(halves[i])}.");
        }
    }

    // Of which every multiple up to 127 is finite.
    private static bool IsScale(float scale) => scale >= 0 && float.IsFinite(scale * LargestInt8);

    private static void CheckScales(ModelSection section, ReadOnlySpan<float> scales, int count)
    {
        for (int i = 0; i < scales.Length; i++)
        {
            bool isRight = i < count ? IsScale(scales[i]) : BitConverter.SingleToInt32Bits(scales[i]) == 0;
            if (!isRight) throw new ModelFormatException($"{section.Name}: scale {i} of {count} is {scales[i]}.");
        }
    }

    // The last panel's columns that P does not have.
    private static void CheckPadding<T>(ModelSection section, MatrixShape shape, ReadOnlySpan<byte> panels)
        where T : unmanaged
    {
        int used = shape.Outer % PanelProduct.PanelColumns;
        if (used == 0) return;
        int line = PanelProduct.PanelColumns * Unsafe.SizeOf<T>();
        for (ReadOnlySpan<byte> last = panels[^(shape.Inner * line)..]; last.Length > 0; last = last[line..])
        {
            if (last[(used * Unsafe.SizeOf<T>())..line].ContainsAnyExcept((byte)0))
                throw new ModelFormatException($"{section.Name}: there are numbers behind column {shape.Outer}.");
        }
    }
}
