using OnDeviceRec.Data.Layouts;

namespace OnDeviceRec.Data.Tests.Layouts;

public class RetailRocketLayoutTests
{
    private const string Header = "timestamp,visitorid,event,itemid,transactionid";

    // 2015-08-10 03:00 in UTC.
    private const long Start = 1_439_175_600_000, Minute = 60_000, Day = 24 * 60 * Minute;
    private static readonly PreparationOptions Small = new(MinSupport: 1, MinLength: 2, MinPrefix: 1, TestDays: 1);

    [Fact]
    public void Views_are_ordered_by_time_and_cut_at_pauses_of_more_than_half_an_hour()
    {
        PreparedDataset prepared = Prepared.Of(
            "retailrocket",
            [
                Header,
                $"{Start + (30 * Minute)},7,view,12,",
                $"{Start},7,view,11,",
                $"{Start + (60 * Minute) + 1},7,view,12,", // a millisecond too late
                $"{Start + (61 * Minute)},7,addtocart,12,",
                $"{Start + (61 * Minute)},7,transaction,12,4000",
                $"{Start + (62 * Minute)},7,view,11,",
                $"{Start + (62 * Minute)},7,view,12,",
                $"{Start + (20 * Minute)},8,view,12,",
                $"{Start + (20 * Minute)},8,view,12,",
                $"{Start + (2 * Day)},8,view,12,",
                $"{Start + (2 * Day) + 1},8,view,11,",
            ],
            Small);
        Assert.Equal(["12 12", "11 12", "12 11 12"], Prepared.OwnIds(prepared.Dataset, prepared.Dataset.Train));
        Assert.Equal(["12 11"], Prepared.OwnIds(prepared.Dataset, prepared.Dataset.Test));
        Assert.Equal(["12", "11"], prepared.Dataset.ItemIds!);
        LogCounts log = prepared.Report.Log;
        Assert.Equal((11, 2, 9, 2), (log.Lines, log.OtherActions, log.Views, log.Items));
    }

    [Fact]
    public void The_test_are_the_last_24_hours_and_what_lies_across_their_start_is_left_out()
    {
        long last = Start + (5 * Day);
        PreparedDataset prepared = Prepared.Of(
            "retailrocket",
            [
                Header,
                $"{last},1,view,a,", $"{last - 9},1,view,b,",
                $"{last - Day},2,view,a,", $"{last - Day - 1},2,view,b,", // the last one that trains
                $"{last - Day + 1},3,view,a,", $"{last - Day},3,view,b,", // across
                $"{last - Day + 1},4,view,a,", $"{last - Day + 1},4,view,b,", // the first one that tests
            ],
            Small);
        Assert.Equal(["b a"], Prepared.OwnIds(prepared.Dataset, prepared.Dataset.Train));
        Assert.Equal(["a b", "b a"], Prepared.OwnIds(prepared.Dataset, prepared.Dataset.Test));
        Assert.Equal(new SequenceCount(1, 2), prepared.Report.AcrossTheSplit);
        Assert.Equal(last - Day + 1, prepared.Report.Split.ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData("1439175600,7,view,11,", "its time is not between 1990 and 2100")]
    [InlineData("1439175600000000,7,view,11,", "its time is not between 1990 and 2100")]
    [InlineData("1.4391756E12,7,view,11,", "timestamp is not a whole number of milliseconds")]
    [InlineData("99999999999999999999,7,view,11,", "timestamp is not a whole number of milliseconds")]
    [InlineData("1439175600000,7,View,11,", "event is not view, addtocart or transaction")]
    [InlineData("1439175600000,7,view,11", "does not have 5 fields")]
    [InlineData("1439175600000,,view,11,", "visitorid is blank")]
    [InlineData("1439175600000,7,view,,", "itemid is blank")]
    public void A_line_that_cannot_be_read_is_named_and_left_out(string line, string problem)
    {
        string[] good = [$"{Start},7,view,11,", $"{Start},7,view,12,", $"{Start + Day},7,view,11,", $"{Start + Day},7,view,12,"];
        PreparedDataset prepared = Prepared.Of("retailrocket", [Header, .. good, line], Small);
        Assert.Equal([(6, problem)], prepared.Report.Log.Unreadable.First);
        Assert.Equal(4, prepared.Report.Log.Views);
    }
}
