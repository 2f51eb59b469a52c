using System.Globalization;

namespace OnDeviceRec.Data.Layouts;

/// <summary>
/// Tmall's log of the IJCAI-15 competition on repeat buyers, <c>user_log_format1.csv</c>:
/// <c>user_id,item_id,cat_id,seller_id,brand_id,time_stamp,action_type</c>. <c>time_stamp</c> is a day, MMdd, of 2014, whose leading
/// zero may be missing; <c>action_type</c> is 0 for a click, 1 for the cart, 2 for a purchase and 3 for a favorite. Clicks are the
/// events. A sequence is what one user clicked on one day, in the order of the file: the time of day is not published.
/// </summary>
internal sealed class TmallLayout() : LogLayout("tmall", "user_log_format1.csv", ',', "user_id", "item_id", "time_stamp", "action_type")
{
    private const int Year = 2014;
    private const string Wrong = "time_stamp is not a day of the year, MMdd";

    public override PreparationOptions Defaults { get; } = new(MinSupport: 5, MinLength: 2, MinPrefix: 1, TestDays: 1);

    // All events of a day bear the same time.
    internal override long LongestPause => 0;

    internal override long Resolution => Day;

    internal override string? Read(LogFields fields, out long time, out bool isView)
    {
        (time, isView) = (0, fields[3] is "0");
        if (!isView && fields[3] is not ("1" or "2" or "3")) return "action_type is not 0, 1, 2 or 3";
        if (!int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out int monthAndDay)) return Wrong;
        (int month, int day) = Math.DivRem(monthAndDay, 100);
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(Year, month)) return Wrong;
        time = new DateTimeOffset(Year, month, day, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        return null;
    }
}
