using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Tables;
using static System.FormattableString;

namespace OnDeviceRec.Models;

/// <summary>A model's description in one line.</summary>
public static class ModelText
{
    /// <summary>
    /// For example <c>40727 items, d 64, inner 64, 1 heads, 1 layers, T_max 50, SoftAttention, eps 1E-12, binary codes of 64 bits, Copy,
    /// logit scale 10</c>.
    /// </summary>
    /// <param name="c">The model.</param>
    public static string Of(ModelConfiguration c)
    {
        EncoderSizes e = c.Encoder;
        return Invariant($"{c.Items} items, d {e.Width}, inner {e.Inner}, {e.Heads} heads, {e.Layers} layers, T_max {e.MaxLength}, ")
            + Invariant($"{e.Readout}, eps {e.LayerNormEpsilon}, {c.Table.Text}, {c.Head}, logit scale {c.LogitScale}");
    }
}
