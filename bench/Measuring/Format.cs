using System.Globalization;

namespace OnDeviceRec.Bench.Measuring;

/// <summary>Numbers as the tables show them: three digits that count, more before the point.</summary>
internal static class Format
{
    public static string Of(double value)
    {
        int digits = Math.Abs(value) switch { >= 100 => 0, >= 10 => 1, _ => 2 };
        return value.ToString($"N{digits}", CultureInfo.InvariantCulture);
    }

    public static string Milliseconds(double seconds) => Of(seconds * 1e3);

    // Nothing added makes zero of minus zero.
    public static string Percent(double share) => (Math.Round(share * 100) + 0).ToString("F0", CultureInfo.InvariantCulture) + " %";
}
