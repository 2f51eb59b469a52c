using System.Globalization;

namespace OnDeviceRec.Data.Layouts;

/// <summary>
/// Diginetica's log of the CIKM Cup 2016, <c>train-item-views.csv</c>: <c>sessionId;userId;itemId;timeframe;eventdate</c>, also with
/// underscores in the names. <c>timeframe</c> is milliseconds since the session's first query, <c>eventdate</c> a day, yyyy-MM-dd; every
/// line is a view. A sequence is one session, ordered by day and then timeframe.
/// </summary>
/// <remarks>The time of an event is its day's midnight and its timeframe, held below a day: it stays on the published day.</remarks>
internal sealed class DigineticaLayout()
    : LogLayout("diginetica", "train-item-views.csv", ';', "sessionId", "itemId", "timeframe", "eventdate")
{
    public override PreparationOptions Defaults { get; } = new(MinSupport: 5, MinLength: 2, MinPrefix: 1, TestDays: 7);

    internal override long LongestPause => long.MaxValue;

    internal override long Resolution => Day;

    internal override string? Read(LogFields fields, out long time, out bool isView)
    {
        (time, isView) = (0, true);
        if (!long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out long timeframe))
            return "timeframe is not a whole number of milliseconds";
        if (!DateOnly.TryParseExact(fields[3], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            return "eventdate is not a day, yyyy-MM-dd";
        time = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds() + Math.Min(timeframe, Day - 1);
        return null;
    }
}
