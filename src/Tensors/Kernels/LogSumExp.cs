namespace OnDeviceRec.Kernels;

/// <summary>ln Σ_i e^(x_i) = max x + ln Σ_i e^(x_i - max x).</summary>
/// <remarks>Worked: [1000, 1000] gives 1000 + ln 2 = 1000.693.</remarks>
internal static partial class LogSumExp
{
    /// <summary>ln Σ_i e^(x_i); -∞ for an empty row and for one of -∞ alone, +∞ where the maximum is, NaN with a NaN.</summary>
    public static float Run(ReadOnlySpan<float> row)
    {
        float max = Max.Run(row);
        return float.IsInfinity(max) ? max : max + MathF.Log(SumExp.Run(row, max, 1f));
    }
}
