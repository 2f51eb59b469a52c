using System.Runtime.InteropServices;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Models.Files;

/// <summary>Writes the numbers of a section, rounded to its element type (docs/format.md).</summary>
internal static class SectionWriter
{
    // Scales that are tried for a row of int4: sixteenths of the one that has its largest number at 7, from all of them down to a quarter.
    private const int Int4Scales = 16;

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
                    if (!Half.IsFinite(halves[to])) throw TooLarge(section, at, values[at]);
                }

                break;
            case ElementType.BinaryCodes:
                bytes.Clear();
                foreach ((int at, int to, _) in new PackingOrder(shape))
                {
                    int panel = to / (PanelProduct.PanelColumns * shape.Inner);
                    int row = Row(shape, to), column = (panel * PanelProduct.PanelColumns) + (to % PanelProduct.PanelColumns);
                    if (float.IsNegative(values[at])) continue;
                    panels[CodePanels.Index(shape.Inner, row, column)] |= (byte)(1 << (row % CodePanels.LineRows));
                }

                break;
            default:
                bytes.Clear();
                Span<float> scales = MemoryMarshal.Cast<byte, float>(bytes)[..shape.Scales(section.Element)];
                if (section.Element == ElementType.Int4) WriteInt4(section, shape, values, scales, MemoryMarshal.Cast<byte, ulong>(panels));
                else WriteInt8(section, shape, values, scales, MemoryMarshal.Cast<byte, sbyte>(panels));
                break;
        }
    }

    private static void WriteInt8(
        ModelSection section, MatrixShape shape, ReadOnlySpan<float> values, Span<float> scales, Span<sbyte> integers)
    {
        foreach ((int at, _, int row) in new PackingOrder(shape))
        {
            scales[row] = Math.Max(scales[row], Math.Abs(values[at]) / SectionNumbers.LargestInt8);
            if (!SectionNumbers.IsScale(scales[row], SectionNumbers.LargestInt8)) throw TooLarge(section, at, values[at]);
        }

        foreach ((int at, int to, int row) in new PackingOrder(shape))
            integers[to] = (sbyte)Rounded(values[at], scales[row], SectionNumbers.LargestInt8);
    }

    private static void WriteInt4(
        ModelSection section, MatrixShape shape, ReadOnlySpan<float> values, Span<float> scales, Span<ulong> lines)
    {
        float[] largest = new float[scales.Length];
        double[] least = new double[scales.Length];
        foreach ((int at, int to, _) in new PackingOrder(shape))
        {
            ref float row = ref largest[Row(shape, to)];
            row = Math.Max(row, Math.Abs(values[at]));
        }

        for (int sixteenths = Int4Scales; sixteenths >= Int4Scales / 4; sixteenths--)
        {
            double[] errors = new double[scales.Length];
            float levels = SectionNumbers.LargestInt4 * Int4Scales / sixteenths;
            foreach ((int at, int to, _) in new PackingOrder(shape))
            {
                int k = Row(shape, to);
                float scale = largest[k] / levels;
                double error = values[at] - ((double)scale * Rounded(values[at], scale, SectionNumbers.LargestInt4));
                errors[k] += error * error;
            }

            for (int k = 0; k < errors.Length; k++)
            {
                if (sixteenths < Int4Scales && errors[k] >= least[k]) continue;
                (least[k], scales[k]) = (errors[k], largest[k] / levels);
            }
        }

        foreach ((int at, int to, _) in new PackingOrder(shape))
        {
            lines[to / PanelProduct.PanelColumns] |= Int4Line.Of(
                Rounded(values[at], scales[Row(shape, to)], SectionNumbers.LargestInt4), to % PanelProduct.PanelColumns);
        }
    }

    // The row of P that a number of the panels is in.
    private static int Row(MatrixShape shape, int to) => to / PanelProduct.PanelColumns % shape.Inner;

    private static int Rounded(float number, float scale, float largest) =>
        scale == 0 ? 0 : (int)Math.Clamp(MathF.Round(number / scale), -largest, largest);

    private static ArgumentException TooLarge(ModelSection section, int at, float number) =>
        new($"{section.Name}: number {at} is {number}, too large for {PrecisionName.Of((Precision)section.Element)}.");
}
