namespace OnDeviceRec.Device.Format;

/// <summary>Products of sizes that come from outside.</summary>
internal static class Saturating
{
    /// <summary>a·b for a, b ≥ 0, or the largest long where that does not fit.</summary>
    public static long Multiply(long a, long b) => b == 0 || a <= long.MaxValue / b ? a * b : long.MaxValue;
}
