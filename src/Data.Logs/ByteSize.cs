using System.Globalization;

namespace OnDeviceRec.Data.Logs;

/// <summary>Amounts of memory, as options write them.</summary>
public static class ByteSize
{
    private static readonly (string Unit, long Bytes)[] Units = [("MB", 1_000_000), ("GB", 1_000_000_000)];

    /// <summary>Reads an amount.</summary>
    /// <param name="text">A whole number of a unit, as <c>500MB</c> and <c>2GB</c>.</param>
    /// <param name="bytes">The amount.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        foreach ((string unit, long size) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal)) continue;
            bool isNumber = int.TryParse(text[..^unit.Length], NumberStyles.None, CultureInfo.InvariantCulture, out int number);
            bytes = number * size;
            return isNumber;
        }

        return false;
    }

    /// <summary>The amount as it is written.</summary>
    /// <param name="bytes">The amount, in whole megabytes.</param>
    public static string Text(long bytes)
    {
        (string unit, long size) = Units.Last(one => one.Bytes == 1_000_000 || bytes % one.Bytes == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / size}{unit}");
    }
}
