using System.Globalization;

namespace OnDeviceRec.Data.Logs;

/// <summary>How many rows of a log may be unreadable: so many, or such a share of all.</summary>
/// <param name="Rows">So many, where no share is given.</param>
/// <param name="Share">The share, or null.</param>
public readonly record struct BadRowLimit(long Rows, decimal? Share)
{
    /// <summary>One in a hundred.</summary>
    public static BadRowLimit Default { get; } = new(0, 0.01m);

    /// <summary>Reads a limit.</summary>
    /// <param name="text">As <c>1%</c> or <c>500</c>.</param>
    /// <param name="limit">The limit.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string text, out BadRowLimit limit)
    {
        limit = default;
        if (text.EndsWith('%'))
        {
            bool isShare = decimal.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal percent);
            limit = new BadRowLimit(0, percent / 100);
            return isShare && percent <= 100;
        }

        bool isCount = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long rows);
        limit = new BadRowLimit(rows, null);
        return isCount;
    }

    /// <summary>The limit as it is written.</summary>
    public override string ToString() => Share is { } share
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.######}%")
        : Rows.ToString(CultureInfo.InvariantCulture);

    internal bool Allows(long bad, long rows) => bad <= (Share is { } share ? share * rows : Rows);
}
