using System.Globalization;

namespace OnDeviceRec.Data.Layouts;

/// <summary>
/// RetailRocket's log on Kaggle, <c>events.csv</c>: <c>timestamp,visitorid,event,itemid,transactionid</c>. <c>timestamp</c> is
/// milliseconds since 1970 in UTC; <c>event</c> is <c>view</c>, <c>addtocart</c> or <c>transaction</c>. Views are the events; the lines
/// are in no order of time. A sequence is a visitor's views with no pause of more than 30 minutes between neighbors.
/// </summary>
internal sealed class RetailRocketLayout()
    : LogLayout("retailrocket", "events.csv", ',', "visitorid", "itemid", "timestamp", "event")
{
    public override PreparationOptions Defaults { get; } = new(MinSupport: 5, MinLength: 3, MinPrefix: 2, TestDays: 7);

    internal override long LongestPause => 30 * 60 * 1000;

    internal override long Resolution => 1;

    internal override string? Read(LogFields fields, out long time, out bool isView)
    {
        isView = fields[3] is "view";
        if (!long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out time))
            return "timestamp is not a whole number of milliseconds";
        return isView || fields[3] is "addtocart" or "transaction" ? null : "event is not view, addtocart or transaction";
    }
}
