namespace OnDeviceRec.Data;

/// <summary>Shares of a count.</summary>
internal static class Share
{
    /// <summary>
    /// ⌊fraction · count⌋ of the fraction as it is written: decimal, because in binary 0.29 · 100 is 28.999999999999996.
    /// </summary>
    public static int Of(double fraction, int count) => (int)((decimal)fraction * count);
}
