using System.Globalization;

namespace OnDeviceRec.Data.Logs;

/// <summary>The longest pause within a sequence, as options write it.</summary>
public static class Pause
{
    private static readonly (string Unit, long Seconds)[] Units = [("s", 1), ("m", 60), ("h", 3600), ("d", 86400)];

    /// <summary>Reads a pause.</summary>
    /// <param name="text">A whole number of a unit, as <c>45s</c>, <c>30m</c>, <c>2h</c> and <c>1d</c>, or <c>none</c>.</param>
    /// <param name="pause">The pause; null for <c>none</c>, which never cuts.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string text, out TimeSpan? pause)
    {
        const int LongestDigits = 8;
        pause = null;
        if (text == "none") return true;
        int unit = Array.FindIndex(Units, one => text.EndsWith(one.Unit, StringComparison.Ordinal));
        if (unit < 0 || text.Length > LongestDigits + 1) return false;
        if (!int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return false;
        pause = TimeSpan.FromSeconds(number * Units[unit].Seconds);
        return true;
    }

    /// <summary>The pause as it is written.</summary>
    /// <param name="pause">The pause.</param>
    public static string Text(TimeSpan? pause)
    {
        if (pause is not { } length) return "none";
        long seconds = (long)length.TotalSeconds;
        (string unit, long size) = Units.Last(one => one.Seconds == 1 || (seconds > 0 && seconds % one.Seconds == 0));
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / size}{unit}");
    }
}
