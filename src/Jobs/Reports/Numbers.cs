using System.Globalization;

namespace OnDeviceRec.Jobs.Reports;

/// <summary>How a page writes numbers.</summary>
internal static class Numbers
{
    /// <summary>A share in percent with one decimal.</summary>
    public static string Percent(double share) => Text($"{100 * share:F1} %");

    /// <summary>A share as a number of percent with two decimals, for tables and axes that say so.</summary>
    public static string OfHundred(double share) => Text($"{100 * share:F2}");

    /// <summary>A part in percent of a whole, exactly 100 where they are equal: 100·x/x can be a little more or less.</summary>
    public static double PercentOf(double whole, double part) => 100 * (part / whole);

    /// <summary>A difference of shares in points, signed.</summary>
    public static string Points(double difference) => Text($"{100 * difference:+0.00;−0.00;0.00}");

    /// <summary>Bytes, in the largest unit that leaves a number of at least 1.</summary>
    public static string Bytes(double bytes) => bytes switch
    {
        >= 999_950 => Text($"{bytes / 1e6:0.#} MB"),
        >= 999.5 => Text($"{bytes / 1e3:0.#} KB"),
        _ => Text($"{bytes:0} B"),
    };

    /// <summary>A whole number.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Microseconds, or milliseconds where they are many.</summary>
    public static string Micros(double micros) => micros < 1000 ? Text($"{micros:F0} µs") : Text($"{micros / 1000:F1} ms");

    /// <summary>So many times.</summary>
    public static string Times(double ratio) => Text($"{ratio:F1}×");

    /// <summary>Any text with numbers as a page writes them.</summary>
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
