namespace OnDeviceRec.Kernels;

/// <summary>p_i = e^(x_i - max x) / Σ_j e^(x_j - max x).</summary>
/// <remarks>
/// The maximum is subtracted, so nothing overflows: [1000, 1000] gives [0.5, 0.5], [0, ln 3] gives [0.25, 0.75], one element gives [1].
/// An entry of -∞ gets 0; a row whose maximum is infinite has no softmax and becomes NaN.
/// </remarks>
internal static partial class Softmax
{
    /// <summary>The softmax of the row, in place; an empty row stays empty.</summary>
    public static void Run(Span<float> row)
    {
        ExpShifted.Run(row, Max.Run(row), 1f, row);
        Scale.Run(1f / Sum.Run(row), row);
    }
}
